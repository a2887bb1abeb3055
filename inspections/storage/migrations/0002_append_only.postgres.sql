-- Nothing in the ledger is ever changed or taken away.
create function append_only() returns trigger language plpgsql as $body$
begin raise exception '% is append-only', tg_table_name; end $body$;
create trigger entry_append_only before update or delete on entry for each row execute function append_only();
create trigger entry_no_truncate before truncate on entry for each statement execute function append_only();
create trigger entry_parent_append_only before update or delete on entry_parent for each row execute function append_only();
create trigger vault_no_delete before delete on vault for each row execute function append_only();
create trigger entry_parent_no_truncate before truncate on entry_parent for each statement execute function append_only();
create trigger vault_no_truncate before truncate on vault for each statement execute function append_only();
