-- Papers that were issued: a list within the reader's scopes, and who bears a number.

-- name: papers
-- Of what they are about, oldest first; newest first without that. The cursor is seq.
select p.paper, p.book, p.seq, p.unit, u.name, p.about, p.kind, p.number, p.issuer, p.issued_on, p.due_on, p.scan, p.method,
  p.served_on, p.service_scan, p.actor, p.received_at
from paper p
join unit u on u.unit = p.unit
where exists (select 1 from $each(:scopes) k where p.unit_path between k.value and k.value || '~')
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
