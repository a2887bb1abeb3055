-- Lists of findings, newest first, within a scope and with filters: what is asked most stands in one index, so that only the
-- rows of the page are read.

create index finding_by_type on finding (type, received_at, id, unit_path, unit, responsible_path, responsible_enterprise, state,
  category, severity, due_on, source, level, batch, responsible);
create index finding_newest_of_state on finding (state, received_at, id);
create index finding_by_charge on finding (responsible_enterprise, received_at, id) where responsible_enterprise is not null;
