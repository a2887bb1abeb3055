-- Secrets and sessions: never part of the ledger. A token is kept as its SHA-256 only.

create table secret (
  account    $text not null primary key,
  password   $text,
  code       $text,
  code_until $text,
  changed_at $text not null
);

create table session (
  token_hash $text not null primary key,
  device     $text not null,
  account    $text not null,
  label      $text not null,
  created_at $text not null,
  seen_at    $text not null,
  expires_at $text not null,
  revoked_at $text
);
create index session_by_account on session (account);

create table token (
  token_hash $text not null primary key,
  name       $text not null,
  account    $text not null,
  scopes     $text not null,
  created_at $text not null,
  expires_at $text not null,
  revoked_at $text
);
create index token_by_account on token (account);

create table failed_login (
  who       $text not null,
  failed_at $text not null
);
create index failed_login_by_who on failed_login (who, failed_at);
