-- The ledger: entries, the vault beside it, links between entries, the inbox.
-- $text, $int, $bool, $real are printed per engine (dialect.py); text sorts by bytes on both.

create table entry (
  book        $text not null,
  seq         $int  not null,
  id          $text not null unique,
  type        $text not null,
  v           $int  not null,
  subject     $text not null,
  unit        $text not null,
  actor       $text not null,
  device      $text not null,
  made_at     $text not null,
  received_at $text not null,
  prev_hash   $text not null,
  hash        $text not null,
  stored      $text not null,
  primary key (book, seq)
);
create index entry_by_subject on entry (subject, seq);

create table entry_parent (
  child  $text not null,
  parent $text not null,
  primary key (parent, child)
);

-- Erasing sets salt and value to null; the digest in the entry stays, so the chain holds.
create table vault (
  entry $text not null,
  path  $text not null,
  salt  $text,
  value $text,
  primary key (entry, path)
);

create table inbox (
  id          $text not null,
  digest      $text not null,
  account     $text not null,
  device      $text not null,
  unit        $text not null,
  reason      $text not null,
  waits_for   $text,
  body        $text not null,
  problem     $text not null,
  received_at $text not null,
  primary key (id, digest)
);
create index inbox_by_account on inbox (account);
create index inbox_by_parent on inbox (waits_for);
create index inbox_by_unit on inbox (unit, received_at);
