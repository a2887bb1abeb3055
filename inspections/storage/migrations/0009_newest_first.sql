-- Lists are read newest first, the open findings by their day; both without sorting.

create index visit_by_received on visit (received_at, id);
create index visit_doubtful on visit (received_at) where doubtful;
create index finding_by_received on finding (received_at, id);
create index finding_open_by_day on finding (coalesce(due_on, '9'), id) where type = 'open';
drop index finding_by_due;
