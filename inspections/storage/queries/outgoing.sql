-- Messages on their way: no view and no entry, of one server only.

-- name: outgoing_file
insert into outgoing (id, day, channel, recipient, subject, body, tries, next_at, until_at, sent_at, error, filed_at)
values (:id, :day, :channel, :recipient, :subject, :body, 0, :now, :until, null, '', :now)
on conflict (id) do nothing

-- name: outgoing_due
-- What has not been sent, is due for a try, and is not too old to matter.
select o.id, o.channel, o.recipient, o.subject, o.body, o.tries
from outgoing o
where o.sent_at is null and o.next_at <= :now and o.until_at > :now
order by o.next_at, o.id
limit :limit

-- name: outgoing_claim
-- One process takes it: whoever comes second finds the time moved.
update outgoing set next_at = :until, tries = tries + 1 where id = :id and sent_at is null and next_at <= :now

-- name: outgoing_sent
update outgoing set sent_at = :now, error = '' where id = :id

-- name: outgoing_failed
update outgoing set error = :error, next_at = :next_at where id = :id

-- name: outgoing_forget
delete from outgoing where day < :before

-- name: outgoing_of_day
-- How each message of a day stands; what it says is not shown.
select o.channel, o.recipient, o.tries, o.sent_at, o.error from outgoing o where o.day = :day order by o.id

-- name: mail_address
-- Where a person wants mail; none for a machine, a disabled account or an erased address.
select v.value
from account a join vault v on v.entry = a.entry and v.path = 'email'
where a.account = :account and not a.disabled and not a.machine and v.value is not null

-- name: mail_people
-- Everybody who may get a digest, with the grants that say of what.
select a.account, a.grants
from account a join vault v on v.entry = a.entry and v.path = 'email'
where a.book = :book and not a.disabled and not a.machine and v.value is not null
order by a.account

-- name: mail_kept
-- The address as it is on file, whoever's it is: a change of something else keeps it.
select v.value from account a join vault v on v.entry = a.entry and v.path = 'email' where a.account = :account
