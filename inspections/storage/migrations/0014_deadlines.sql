-- Deadlines: clocks that run or have ended, and what a calendar made of them.

create table deadline (
  subject $text not null,
  clock $text not null,
  book $text not null,
  unit_path $text not null,
  event_on $text not null,
  due_on $text,
  original_due_on $text,
  provisional $bool not null,
  waiting $bool not null,
  text $text not null,
  periods $text not null,
  done_on $text,
  last_seq $int not null,
  primary key (subject, clock)
);
create index deadline_running on deadline (due_on, unit_path) where done_on is null;
create index deadline_provisional on deadline (book) where provisional;

create table deadline_move (
  subject $text not null,
  clock $text not null,
  book $text not null,
  unit_path $text not null,
  event_on $text not null,
  due_on $text,
  original_due_on $text,
  provisional $bool not null,
  text $text not null,
  periods $text not null,
  last_seq $int not null,
  primary key (subject, clock)
);
