-- Rectification: who answers for a finding, its rounds and cycles, its days; and one row a step.

alter table finding add column level $text not null default 'self';
alter table finding add column batch $text;
alter table finding add column number $text;
alter table finding add column received_on $text;
alter table finding add column responsible $text not null default '';
alter table finding add column responsible_path $text not null default '';
alter table finding add column responsible_enterprise $text;
alter table finding add column round $int not null default 1;
alter table finding add column cycle $int not null default 1;
alter table finding add column original_due_on $text;
alter table finding add column extended $int not null default 0;
alter table finding add column fixed_on $text;
alter table finding add column closed_on $text;
alter table finding add column first_closed_on $text;
alter table finding add column last_step_on $text;
update finding set responsible = unit, responsible_path = unit_path, responsible_enterprise = enterprise,
  original_due_on = due_on;

create table finding_step (
  id $text not null,
  book $text not null,
  seq $int not null,
  finding $text not null,
  unit_path $text not null,
  step $text not null,
  from_state $text not null,
  to_state $text not null,
  marks $text not null,
  cycle $int not null,
  round $int not null,
  role $text not null,
  actor $text not null,
  day $text not null,
  number $text,
  primary key (id)
);
create index finding_step_of on finding_step (finding, seq);
