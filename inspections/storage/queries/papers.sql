-- Papers that were issued: a list within the reader's scopes, and who bears a number.

-- name: papers
-- Of what they are about, oldest first; newest first without that. The cursor is seq.
select p.paper, p.book, p.seq, p.unit, u.name, p.about, p.kind, p.number, p.issuer, p.issued_on, p.due_on, p.within_days, p.within, p.answered_on, p.scan, p.method,
  p.served_on, p.service_scan, p.actor, p.received_at
from paper p
join unit u on u.unit = p.unit
where (exists (select 1 from $each(:scopes) k where p.unit_path between k.value and k.value || '~')
  or exists (select 1 from finding f where f.id = p.about and $charged(f)))
  and (p.kind <> 'reply' or exists (select 1 from $each(:letters) k where p.unit_path between k.value and k.value || '~'))
  $if(:about) and p.about = :about
  $if(:kind) and p.kind = :kind
  $if(:unit) and p.unit = :unit
  and p.seq < :before
order by p.seq desc
limit :limit

-- name: papers_numbered
select k.k0, k.k1, p.paper
from $keys(:keys, 2) k
join paper p on p.book = k.k0 and p.number = k.k1

-- name: paper_numbers
-- Numbers of a book that begin like a rule: few, since the year stands in it.
select p.number from paper p
where p.book = :book and p.number >= cast(:begins as text) and p.number < cast(:begins as text) || '~'

-- name: paper_known
-- What a paper is about, and its kind; whoever asks then looks at that within scope.
select p.about, p.kind from paper p where p.paper = :paper

-- name: papers_of_findings
-- Papers about problems the asker has seen within scope, in the order they were entered.
select p.about, p.paper from paper p
where exists (select 1 from $each(:abouts) k where p.about = k.value)
order by p.seq

-- name: paper_finding
-- A problem within the asker's scope or charge, with the names beside its numbers.
select f.id, f.seq, f.number, f.source, f.level, b.name, u.name, s.name, e.name, e.credit_code, f.category, f.severity, f.state,
  f.opened_on, f.received_on, f.due_on, f.original_due_on, f.fixed_on, f.closed_on, r.name, f.cycle, f.round, f.received_at
from finding f
join unit u on u.unit = f.unit
left join unit r on r.unit = f.responsible
left join site s on s.site = f.site
left join enterprise e on e.enterprise = f.enterprise
left join batch b on b.book = f.book and b.batch = f.batch
where f.id = :id and $charged(f)

-- name: entries_of_subjects
-- Stored entries of several subjects of a book the asker has seen within scope, oldest first.
select e.book, e.seq, e.id, e.type, e.v, e.subject, e.unit, e.actor, e.device, e.made_at, e.received_at, e.prev_hash, e.hash, e.stored
from entry e
where e.book = :book and e.subject in (select k.value from $each(:subjects) k)
order by e.seq

-- name: cases_to_bind
-- Problems within an officer's scope that answer to every filter given, in the order they were registered.
select f.id
from finding f
where exists (select 1 from $each(:scopes) k where f.unit_path between k.value and k.value || '~')
  $if(:id) and f.id = :id
  $if(:unit) and f.unit = :unit
  $if(:state) and f.state = :state
  $if(:type) and f.type = :type
  $if(:source) and f.source = :source
  $if(:batch) and f.batch = :batch
  $if(:level) and f.level = :level
  $if(:responsible) and f.responsible = :responsible
  $if(:first) and f.opened_on >= :first
  $if(:last) and f.opened_on <= :last
order by f.seq
limit :limit

-- name: findings_of_days
-- Problems registered within some days, within an officer's scope, in the order of the ledger: what a page of it is made of.
select f.id, f.seq, f.number, f.source, f.level, b.name, u.name, s.name, e.name, e.credit_code, f.category, f.severity, f.state,
  f.opened_on, f.received_on, f.due_on, f.original_due_on, f.fixed_on, f.closed_on, r.name, f.cycle, f.round, f.received_at
from finding f
join unit u on u.unit = f.unit
left join unit r on r.unit = f.responsible
left join site s on s.site = f.site
left join enterprise e on e.enterprise = f.enterprise
left join batch b on b.book = f.book and b.batch = f.batch
where exists (select 1 from $each(:scopes) k where f.unit_path between k.value and k.value || '~')
  and f.opened_on >= :first and f.opened_on < :beyond and f.seq > :after
order by f.seq
limit :limit

-- name: paper_letter
-- A letter within the scope of who may read letters, with its unit's name; who wrote it is not in a view.
select l.letter, l.seq, l.number, l.received_on, u.name, l.finding, l.replied_on, l.reply_no, l.book
from letter l join unit u on u.unit = l.unit
where l.letter = :letter and exists (select 1 from $each(:letters) k where l.unit_path between k.value and k.value || '~')

-- name: replies_of_letter
-- Papers that answer a letter, in the order they were entered.
select p.paper from paper p where p.about = :letter and p.kind = 'reply' order by p.seq
