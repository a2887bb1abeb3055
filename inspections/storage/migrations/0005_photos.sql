-- Who brought which photo; the bytes are files named by their SHA-256, stored once however many bring them.

create table photo (
  sha256      $text not null,
  account     $text not null,
  bytes       $int  not null,
  received_at $text not null,
  primary key (sha256, account)
);
