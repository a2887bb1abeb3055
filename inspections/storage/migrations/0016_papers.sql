-- Papers: a view like the others. Who received one stands in the vault only.

create table paper (
  paper $text not null,
  book $text not null,
  seq $int not null,
  unit $text not null,
  unit_path $text not null,
  about $text not null,
  kind $text not null,
  number $text,
  issuer $text not null,
  issued_on $text not null,
  due_on $text,
  scan $text,
  method $text,
  served_on $text,
  service_scan $text,
  actor $text not null,
  received_at $text not null,
  primary key (paper)
);
create index paper_by_about on paper (about, seq);
create index paper_by_number on paper (book, number) where number is not null;
create index paper_by_unit on paper (unit_path, seq);
