-- Batches, letters and readings of petitioners. Lists are within the reader's scopes and hold no private value.

-- name: letters_numbered
select l.book, coalesce(l.batch, ''), l.number, l.letter
from $keys(:keys, 3) k join letter l on l.book = k.k0 and coalesce(l.batch, '') = k.k1 and l.number = k.k2
order by l.letter

-- name: letters_of_finding
select l.finding, l.letter, l.number, l.anonymous, l.replied_on
from $keys(:keys, 1) k join letter l on l.finding = k.k0
order by l.finding, l.number, l.letter

-- name: batches
-- The last one first; letters are counted within the reader's scopes.
select b.book, b.batch, b.name, b.level, b.round, b.part, b.on_site_from, b.on_site_to, b.feedback_on, b.plan_due_on,
  b.plan_clock, b.reply_limit_days, b.source, b.confidence, b.note,
  (select cast(count(l.letter) as $int) from letter l where l.book = b.book and l.batch = b.batch
    and exists (select 1 from $each(:scopes) k where l.unit_path between k.value and k.value || '~')),
  (select cast(count(l.letter) as $int) from letter l where l.book = b.book and l.batch = b.batch and l.replied_on is not null
    and exists (select 1 from $each(:scopes) k where l.unit_path between k.value and k.value || '~'))
from batch b
where b.book = :book
order by coalesce(b.on_site_from, '') desc, b.batch

-- name: letters
-- Newest first. A filter that is not asked for is not there.
select l.letter, l.book, l.seq, l.entry, l.unit, u.name, l.batch, b.name, l.number, l.focus, l.received_on, l.assigned_on,
  l.reply_limit_days,
  (select min(d.due_on) from deadline d where d.subject = l.letter and d.done_on is null), l.category, l.finding, l.anonymous, l.named, l.replied_on, l.reply_method, l.reply_no, l.actor,
  l.received_at
from (
  select l.letter from letter l
  where exists (select 1 from $each(:scopes) k where l.unit_path between k.value and k.value || '~')
    $if(:id) and l.letter = :id
    $if(:batch) and l.batch = :batch
    $if(:unit) and l.unit = :unit
    $if(:category) and l.category = :category
    $if(:finding) and l.finding = :finding
    $if(:number) and l.number = :number
    $if(:focus) and l.focus = :focus
    $if(:anonymous) and l.anonymous = :anonymous
    $if(:replied) and (l.replied_on is not null) = :replied
    $if(:linked) and (l.finding is not null) = :linked
    and (l.received_at, l.letter) < (:before, :before_id)
  order by l.received_at desc, l.letter desc
  limit :limit
) page
join letter l on l.letter = page.letter
join unit u on u.unit = l.unit
left join batch b on b.book = l.book and b.batch = l.batch
order by l.received_at desc, l.letter desc

-- name: petitioner_values
-- Who wrote a letter, version by version, voided ones left out. Asked by the one route that records the reading first.
select e.seq, v.path, v.value
from entry e
join vault v on v.entry = e.id and v.path like '%petitioner.%'
left join amended a on a.id = e.id
where e.subject = :subject and a.voided_by is null
order by e.seq, v.path

-- name: petitioner_erase
-- Who wrote a letter is forgotten, in every version: value and salt go, the digests in the chain stay.
update vault set salt = null, value = null
where path like '%petitioner.%' and value is not null and entry in (select e.id from entry e where e.subject = :subject)

-- name: readings
-- Who looked at a petitioner, newest first.
select r.id, r.book, r.seq, r.letter, l.number, r.account, r.purpose, r.read_at
from petitioner_reading r
left join letter l on l.letter = r.letter
where exists (select 1 from $each(:scopes) k where r.unit_path between k.value and k.value || '~')
  $if(:letter) and r.letter = :letter
  and (r.read_at, r.id) < (:before, :before_id)
order by r.read_at desc, r.id desc
limit :limit
