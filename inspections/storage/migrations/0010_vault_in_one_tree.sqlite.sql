-- The vault as one tree instead of a table and the index of its key: it is written three rows an entry.

create table vault_in_one_tree (
  entry $text not null,
  path  $text not null,
  salt  $text,
  value $text,
  primary key (entry, path)
) without rowid;
insert into vault_in_one_tree (entry, path, salt, value) select entry, path, salt, value from vault;
drop trigger vault_no_delete;
drop table vault;
alter table vault_in_one_tree rename to vault;
create trigger vault_no_delete before delete on vault begin select raise(abort, 'a vault value is erased, not deleted'); end;
