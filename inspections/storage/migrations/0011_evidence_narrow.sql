-- Several rows a visit: only what finding an entry from a file needs; a caption is read from the entry.

create table evidence_narrow (
  sha256    $text not null,
  entry     $text not null,
  part      $text not null,
  album     $bool not null,
  unit_path $text not null,
  primary key (sha256, entry)
) $clustered;
insert into evidence_narrow (sha256, entry, part, album, unit_path) select sha256, entry, part, album, unit_path from evidence;
drop table evidence;
alter table evidence_narrow rename to evidence;
