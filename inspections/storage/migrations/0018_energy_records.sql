-- Energy records: audits, electricity balances and supervisions share their life between draft and filed.

create table energy_record (
  id $text not null,
  book $text not null,
  seq $int not null,
  kind $text not null,
  version $text not null,
  versions $int not null,
  unit $text not null,
  unit_path $text not null,
  enterprise $text not null,
  period $text not null,
  form $text not null,
  organ $text not null,
  state $text not null,
  figures $text not null,
  lacking $text not null,
  notices $int not null,
  hands $text not null,
  due_on $text,
  submitted_on $text,
  reviewed_on $text,
  filed_on $text,
  archive_no $text not null,
  actor $text not null,
  received_at $text not null,
  primary key (id)
);
create index energy_record_by_received on energy_record (kind, received_at, id);
create index energy_record_by_unit on energy_record (unit_path, kind, period);
create index energy_record_by_enterprise on energy_record (enterprise, kind, period);
