-- Photos: who brought one, which entries name it. The bytes are files.

-- name: photo_keep
-- `damaged` comes as 0 or 1: one engine has no booleans to copy from.
insert into photo (sha256, account, bytes, received_at, damaged)
values (:sha256, :account, :bytes, :received_at, cast(:damaged as integer) <> 0)
on conflict (sha256, account) do nothing

-- name: photo_readable
-- A row when the asker may see it: brought it, is over who brought it, or may read an entry that names it.
select 1 from photo p
where p.sha256 = :sha256 and p.account = :account
union all
select 1 from photo p join account a on a.account = p.account
where p.sha256 = :sha256
  and exists (select 1 from $each(:over) k where a.unit_path between k.value and k.value || '~')
union all
select 1 from evidence e
where e.sha256 = :sha256
  and exists (select 1 from $each(:scopes) k where e.unit_path between k.value and k.value || '~')
union all
select 1 from evidence e join entry n on n.id = e.entry join finding f on f.id = n.subject
where e.sha256 = :sha256 and $charged(f)
limit 1

-- name: photo_named
-- The first entry that names it as a photo, of those the asker may read, as it was corrected last: what its caption says.
select e.book, e.seq, coalesce(c.stored, e.stored), v.album
from evidence v
  join entry e on e.id = v.entry
  left join amended a on a.id = v.entry
  left join entry c on c.id = a.corrected_by
where v.sha256 = :sha256 and v.part in ('original', 'copy')
  and (exists (select 1 from $each(:scopes) k where v.unit_path between k.value and k.value || '~')
    or exists (select 1 from finding f where f.id = e.subject and $charged(f)))
order by e.book, e.seq
limit 1

-- name: photos_held
-- What is known of these files since they came; nothing of one that did not come over the network.
select p.sha256, min(p.bytes), min(p.received_at), max(case when p.damaged then 1 else 0 end)
from photo p where exists (select 1 from $each(:hashes) k where p.sha256 = k.value)
group by p.sha256

-- name: photo_names_after
select distinct p.sha256 from photo p where p.sha256 > :after order by p.sha256 limit :limit

-- name: photo_mark_keep
-- `marks` is a JSON list of [word, packed].
insert into photo_mark (word, photo, packed)
select cast(m.k0 as bigint), cast(:photo as bigint), cast(m.k1 as bigint) from $keys(:marks, 2) m
where true
on conflict (word, photo, packed) do nothing

-- name: photo_mark_drop
delete from photo_mark where photo = cast(:photo as bigint)

-- name: photo_print_keep
insert into photo_print (photo, sha256, marks, printed_at)
values (cast(:photo as bigint), :sha256, cast(:marks as bigint), :printed_at)
on conflict (photo) do update set marks = excluded.marks, printed_at = excluded.printed_at

-- name: photo_prints_of
-- Which of these photos have a print.
select p.sha256 from photo_print p
where p.photo in (select cast(k.value as bigint) from $each(:photos) k)

-- name: photo_mark_found
-- Marks under these words. A word that very many photos have says nothing, and is left out before its rows are read.
select m.photo, m.word, m.packed
from (
  select n.word from photo_mark n
  where n.word in (select cast(k.value as bigint) from $each(:words) k)
  group by n.word having count(n.photo) <= cast(:most as bigint)
) rare
join photo_mark m on m.word = rare.word
where m.photo <> cast(:photo as bigint)

-- name: photos_by_number
select p.photo, p.sha256 from photo_print p
where p.photo in (select cast(k.value as bigint) from $each(:photos) k)

-- name: photos_unprinted
-- Photos that have come (or, `named`, that an entry names) without a print; in the order of their names.
select n.sha256 from (
  select p.sha256 from photo p where p.sha256 > :after
  $if(:named) union select e.sha256 from evidence e where e.sha256 > :after and e.part <> 'signature'
) n
where not exists (select 1 from photo_print d where d.sha256 = n.sha256)
order by n.sha256
limit :limit

-- name: photo_uses
-- Every entry that names one of these files as a photo, in the order they were written; whether the reader may see it is
-- told beside it. The body is the one that counts now.
select v.sha256, v.entry, e.type, e.book, e.seq, e.subject, e.received_at,
  case when exists (select 1 from $each(:scopes) k where v.unit_path between k.value and k.value || '~')
    then 1 else 0 end,
  coalesce(c.stored, e.stored)
from evidence v
  join entry e on e.id = v.entry
  left join amended a on a.id = v.entry
  left join entry c on c.id = a.corrected_by
where v.sha256 in (select k.value from $each(:hashes) k) and v.part <> 'signature'
order by e.received_at, e.book, e.seq

-- name: photos_unprinted_count
-- How many photos of entries cannot be compared yet; counted no further than :most.
select cast(count(n.sha256) as integer) from (
  select distinct e.sha256 from evidence e
  where e.part = 'original' and not exists (select 1 from photo_print d where d.sha256 = e.sha256)
  limit :most
) n

-- name: photo_prints_forget
-- Every photo gets its print anew; its marks give way one photo at a time.
delete from photo_print
