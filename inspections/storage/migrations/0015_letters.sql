-- Batches of inspection from above, letters and who looked at a petitioner. Who wrote a letter stands in the vault only.

create table batch (
  book $text not null,
  batch $text not null,
  unit_path $text not null,
  name $text not null,
  level $text not null,
  round $int,
  part $int,
  on_site_from $text,
  on_site_to $text,
  feedback_on $text,
  plan_due_on $text,
  plan_clock $text,
  reply_limit_days $int,
  source $text not null,
  confidence $text not null,
  note $text not null,
  last_seq $int not null,
  primary key (book, batch)
);

create table letter (
  letter $text not null,
  book $text not null,
  seq $int not null,
  entry $text not null,
  unit $text not null,
  unit_path $text not null,
  batch $text,
  number $text not null,
  focus $bool not null,
  received_on $text not null,
  assigned_on $text not null,
  reply_limit_days $int,
  category $text not null,
  finding $text,
  anonymous $bool not null,
  named $bool not null,
  replied_on $text,
  reply_method $text,
  reply_no $text,
  actor $text not null,
  received_at $text not null,
  primary key (letter)
);
create index letter_by_received on letter (received_at, letter);
create index letter_by_number on letter (book, number);
create index letter_by_finding on letter (finding) where finding is not null;

create table petitioner_reading (
  id $text not null,
  book $text not null,
  seq $int not null,
  unit_path $text not null,
  letter $text not null,
  account $text not null,
  purpose $text not null,
  read_at $text not null,
  primary key (id)
);
create index petitioner_reading_by_letter on petitioner_reading (letter);
create index petitioner_reading_by_time on petitioner_reading (read_at, id);
