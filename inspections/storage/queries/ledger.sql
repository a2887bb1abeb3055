-- What the writer asks about entries already stored. Each takes :keys, a JSON list of keys.

-- name: entry_known
-- Entries by id: a resend, a parent, the target of a correction.
select e.id, e.book, e.seq, e.type, e.subject, e.unit, e.actor, e.received_at, e.stored, e.hash, e.prev_hash
from $keys(:keys, 1) k join entry e on e.id = k.k0

-- name: entry_head
-- The last entry of each book, from its primary key.
select e.book, e.seq, e.hash, e.received_at
from $keys(:keys, 1) k
join entry e on e.book = k.k0 and e.seq = (select max(m.seq) from entry m where m.book = k.k0)

-- name: entry_history
-- Every entry of a subject, oldest first.
select e.subject, e.seq, e.stored
from $keys(:keys, 1) k join entry e on e.subject = k.k0
order by e.subject, e.seq

-- name: entry_children
-- Entries that name this one as parent and still count; amendments of it do not depend on it in that sense.
select p.parent, e.id, e.type, e.seq
from $keys(:keys, 1) k
join entry_parent p on p.parent = k.k0
join entry e on e.id = p.child
left join amended a on a.id = e.id
where e.type not in ('correction', 'void') and a.voided_by is null
order by p.parent, e.seq

-- name: vault_salts
-- Salts of an entry's private values; null once erased.
select v.entry, v.path, v.salt
from $keys(:keys, 1) k join vault v on v.entry = k.k0
order by v.entry, v.path

-- name: inbox_waiting
-- What waits for an entry, and what was kept earlier under its own id.
select i.waits_for as for_id, i.id, i.digest, i.account, i.device, i.reason, i.body
from $keys(:keys, 1) k join inbox i on i.waits_for = k.k0
union all
select i.id as for_id, i.id, i.digest, i.account, i.device, i.reason, i.body
from $keys(:keys, 1) k join inbox i on i.id = k.k0

-- name: inbox_use
-- How much of its share an account has used.
select k.k0 as account, cast(count(i.id) as integer), cast(coalesce(sum(length(i.body)), 0) as integer)
from $keys(:keys, 1) k left join inbox i on i.account = k.k0
group by k.k0

-- name: inbox_received
-- The one row somebody wants to adopt.
select i.id, i.digest, i.account, i.device, i.unit, i.reason, i.body
from $keys(:keys, 2) k join inbox i on i.id = k.k0 and i.digest = k.k1

-- name: entries_after
-- A book in order, a page at a time: verify, rebuild, copy, changes. No long read transaction is ever held.
select book, seq, id, type, v, subject, unit, actor, device, made_at, received_at, prev_hash, hash, stored
from entry
where book = :book and seq > :after
order by seq
limit :limit

-- name: entry_page
-- The next 500 places of a book, for rebuilding inside the writer's own transaction.
select k.k0 as book, cast(k.k1 as integer) as after, e.seq, e.id, e.unit, e.actor, e.received_at, e.stored
from $keys(:keys, 2) k
join entry e on e.book = k.k0 and e.seq > cast(k.k1 as integer) and e.seq <= cast(k.k1 as integer) + 500
order by e.seq

-- name: books_of_anchors
-- Which book a unit or an entry belongs to; asked before the lock, since it can never change.
select u.unit as anchor, u.book from unit u where u.unit in $each(:anchors)
union all
select e.id as anchor, e.book from entry e where e.id in $each(:anchors)

-- name: books
-- Every book of the ledger.
select distinct book from entry order by book

-- name: entry_by_id
-- One stored entry, within the reader's scopes.
select e.book, e.seq, e.id, e.type, e.v, e.subject, e.unit, e.actor, e.device, e.made_at, e.received_at, e.prev_hash, e.hash, e.stored
from entry e
where e.id = :id
  and (exists (select 1 from $each(:scopes) s where e.unit between s.value and s.value || '~')
    or exists (select 1 from finding f where f.id = e.subject and $charged(f)))

-- name: subject_of_entry
-- Every entry of the subject one entry belongs to, oldest first; the asker has seen its row within scope.
select e.book, e.seq, e.id, e.type, e.v, e.subject, e.unit, e.actor, e.device, e.made_at, e.received_at, e.prev_hash, e.hash, e.stored
from entry e
where e.subject = (select f.subject from entry f where f.id = :id)
order by e.seq

-- name: entry_amendments
-- Corrections and voids of one entry, within the reader's scopes, in order.
select e.book, e.seq, e.id, e.type, e.v, e.subject, e.unit, e.actor, e.device, e.made_at, e.received_at, e.prev_hash, e.hash, e.stored
from entry_parent p join entry e on e.id = p.child
where p.parent = :id and e.type in ('correction', 'void')
  and (exists (select 1 from $each(:scopes) s where e.unit between s.value and s.value || '~')
    or exists (select 1 from finding f where f.id = e.subject and $charged(f)))
order by e.seq

-- name: receipts
-- What the server holds of these ids, the asker's own.
select e.book, e.seq, e.id, e.type, e.v, e.subject, e.unit, e.actor, e.device, e.made_at, e.received_at, e.prev_hash, e.hash, e.stored
from entry e
where e.id in $each(:ids) and e.actor = :account
order by e.book, e.seq

-- name: book_heads
-- How far each book of the reader has come.
select e.book, cast(max(e.seq) as integer)
from entry e
where exists (select 1 from $each(:books) b where e.book = b.value)
group by e.book

-- name: changes
-- Everything since a place in a book, within scope; a void is its own tombstone.
select e.book, e.seq, e.id, e.type, e.v, e.subject, e.unit, e.actor, e.device, e.made_at, e.received_at, e.prev_hash, e.hash, e.stored
from entry e
where e.book = :book and e.seq > :since
  and (exists (select 1 from $each(:scopes) s where e.unit between s.value and s.value || '~')
    or exists (select 1 from finding f where f.id = e.subject and $charged(f)))
order by e.seq
limit :limit

-- name: vault_values
-- The private values of one entry, for a reader who may see the entry.
select v.path, v.value from vault v where v.entry = :entry and v.path not like '%petitioner.%'

-- name: vault_all
-- The whole vault, a page at a time, for copying to another engine.
select entry, path, salt, value
from vault
where entry > :after_entry or (entry = :after_entry and path > :after_path)
order by entry, path
limit :limit

-- name: vault_erase
-- Erase what was said under a path of an entry: value and salt go, the digest in the chain stays.
update vault set salt = null, value = null where entry = :entry and path = :path

-- name: links_all
select child, parent
from entry_parent
where child > :after_child or (child = :after_child and parent > :after_parent)
order by child, parent
limit :limit

-- name: inbox_list
-- What was received and is not in the ledger: one's own, and for the county all of its subtree.
select i.id, i.digest, i.account, i.device, i.unit, i.reason, i.waits_for, i.body, i.problem, i.received_at
from inbox i
where (i.account = :account or exists (select 1 from $each(:scopes) s where i.unit between s.value and s.value || '~'))
  and (i.received_at, i.id, i.digest) > (:after_at, :after_id, :after_digest)
order by i.received_at, i.id, i.digest
limit :limit

-- name: inbox_all
select id, digest, account, device, unit, reason, waits_for, body, problem, received_at
from inbox order by id, digest

-- name: inbox_arrived
-- What waited for its parent and is in the ledger by now: left over when a ledger is copied while it is written to.
delete from inbox where reason = 'parent_missing' and id in (select e.id from entry e)

-- name: inbox_expire
-- The inbox is kept 400 days.
delete from inbox where received_at < :before
