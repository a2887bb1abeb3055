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
