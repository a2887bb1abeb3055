-- Nothing in the ledger is ever changed or taken away.
create trigger entry_no_update before update on entry begin select raise(abort, 'entry is append-only'); end;
create trigger entry_no_delete before delete on entry begin select raise(abort, 'entry is append-only'); end;
create trigger entry_parent_no_update before update on entry_parent begin select raise(abort, 'entry_parent is append-only'); end;
create trigger entry_parent_no_delete before delete on entry_parent begin select raise(abort, 'entry_parent is append-only'); end;
create trigger vault_no_delete before delete on vault begin select raise(abort, 'a vault value is erased, not deleted'); end;
