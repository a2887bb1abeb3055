-- Reminders on their way out: kept until sent, tried again. Not part of the ledger.

create table outgoing (
  id $text not null,
  day $text not null,
  channel $text not null,
  recipient $text not null,
  subject $text not null,
  body $text not null,
  tries $int not null,
  next_at $text not null,
  until_at $text not null,
  sent_at $text,
  error $text not null,
  filed_at $text not null,
  primary key (id)
);
create index outgoing_waiting on outgoing (next_at) where sent_at is null;
