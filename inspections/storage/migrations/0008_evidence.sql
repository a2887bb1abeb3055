-- Which files an entry names, and what the server found when a file came.

create table evidence (
  sha256 $text not null,
  entry $text not null,
  part $text not null,
  book $text not null,
  seq $int not null,
  unit $text not null,
  unit_path $text not null,
  site $text,
  enterprise $text,
  taken_at $text,
  album $bool not null,
  lat $real,
  lon $real,
  primary key (sha256, entry)
);

alter table photo add column damaged $bool not null default false;
