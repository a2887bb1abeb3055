-- What is kept of a photo to find it again. Drawn from the files, and can be drawn anew: `xuncha photos fingerprint`.

create table photo_print (
  photo      $int  not null primary key,
  sha256     $text not null,
  marks      $int  not null,
  printed_at $text not null
);

-- Looked up by word only; `packed` holds place, size and the other signs (inspections/likeness.py).
create table photo_mark (
  word   $int not null,
  photo  $int not null,
  packed $int not null,
  primary key (word, photo, packed)
) $clustered;
create index photo_print_by_name on photo_print (sha256);
