-- Lines of old ledgers: apart from findings, so that no rate and no list of today counts them.

create table opening (
  opening $text not null,
  book $text not null,
  seq $int not null,
  entry $text not null,
  unit $text not null,
  unit_path $text not null,
  number $text not null,
  serial $text not null,
  source $text not null,
  level $text not null,
  batch $text,
  assigned_on $text,
  enterprise $text,
  category $text not null,
  founded $text,
  responsible $text not null,
  due_on $text,
  finished_on $text,
  closed_on $text,
  closure_no $text not null,
  state $text not null,
  type $text not null,
  lat $real,
  lon $real,
  taken_from $text not null,
  actor $text not null,
  received_at $text not null,
  primary key (opening)
);
create index opening_by_assigned on opening (coalesce(assigned_on, ''), opening);
create index opening_by_enterprise on opening (enterprise) where enterprise is not null;
