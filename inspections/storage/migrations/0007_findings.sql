-- Findings: a view like the others.

create table finding (
  id $text not null,
  book $text not null,
  seq $int not null,
  unit $text not null,
  unit_path $text not null,
  source $text not null,
  kind $text,
  visit $text,
  item $text,
  site $text,
  enterprise $text,
  category $text not null,
  severity $text not null,
  state $text not null,
  type $text not null,
  opened_on $text not null,
  due_on $text,
  lat $real,
  lon $real,
  accuracy_m $real,
  photos $int not null,
  notices $int not null,
  actor $text not null,
  received_at $text not null,
  primary key (id)
);
create index finding_by_unit on finding (unit_path, received_at);
create index finding_by_due on finding (type, due_on);
create index finding_by_enterprise on finding (enterprise, received_at);
create index finding_by_visit on finding (visit);
