-- Secrets, sessions, tokens, lockout, and accounts as lists. None of the secrets is ever in the ledger.

-- name: secret_of
-- What a login is compared with; no row for an account without secrets.
select c.password, c.code, c.code_until
from secret c join account a on a.account = c.account
where c.account = :account and not a.disabled and not a.machine

-- name: secret_password
-- A new password; a one-time code ends with it.
insert into secret (account, password, code, code_until, changed_at)
values (:account, :password, null, null, :now)
on conflict (account) do update
set password = excluded.password, code = null, code_until = null, changed_at = excluded.changed_at

-- name: secret_code
-- A one-time code instead of the password: until a new one is set there is none.
insert into secret (account, password, code, code_until, changed_at)
values (:account, null, :code, :code_until, :now)
on conflict (account) do update
set password = null, code = excluded.code, code_until = excluded.code_until, changed_at = excluded.changed_at

-- name: secret_use_code
-- A code works once: rows touched is 1 for whoever came first.
update secret set code = null, code_until = null where account = :account and code = :code

-- name: attempt
-- Take one attempt, refused while locked: some failure of the last lock time was the n-th within two lock times.
insert into failed_login (who, failed_at)
select cast(:who as text), cast(:now as text)
where not exists (
  select 1 from failed_login l
  where l.who = :who and l.failed_at > :locked_since
    and cast(:most as integer) <= (
      select count(f.who) from failed_login f
      where f.who = l.who and f.failed_at > :counted_since and f.failed_at <= l.failed_at))

-- name: attempt_newest
select max(f.failed_at) from failed_login f where f.who = :who

-- name: attempt_forget
-- The right password: earlier failures of the account no longer count, nor does this attempt for the address.
delete from failed_login
where who = :account_who or (who = :address_who and failed_at = :now) or failed_at < :long_ago

-- name: session_start
insert into session (token_hash, device, account, label, created_at, seen_at, expires_at, revoked_at)
values (:token_hash, :device, :account, :label, :now, :now, :expires_at, null)

-- name: session_seen
update session set seen_at = :now where token_hash = :token_hash

-- name: credential
-- Who stands behind a token: a person's session or a machine's token, with the account as it is today.
select 'session' as sort, s.device, s.seen_at, s.expires_at, '' as scopes,
  case when c.password is null then 1 else 0 end as must_change,
  a.account, a.book, a.unit, a.unit_path, a.entry, a.grants, a.disabled, a.machine, a.last_seq
from session s join account a on a.account = s.account left join secret c on c.account = s.account
where s.token_hash = :token_hash and s.revoked_at is null
union all
select 'token' as sort, t.name as device, t.created_at as seen_at, t.expires_at, t.scopes, 0 as must_change,
  a.account, a.book, a.unit, a.unit_path, a.entry, a.grants, a.disabled, a.machine, a.last_seq
from token t join account a on a.account = t.account
where t.token_hash = :token_hash and t.revoked_at is null

-- name: session_list
-- Devices an account is signed in on, newest first.
select s.device, s.label, s.created_at, s.seen_at, s.expires_at
from session s
where s.account = :account and s.revoked_at is null and s.expires_at > :now
order by s.created_at desc, s.device

-- name: session_revoke
update session set revoked_at = :now where account = :account and device = :device and revoked_at is null

-- name: session_revoke_others
-- All devices of an account but one ("" spares none).
update session set revoked_at = :now where account = :account and device <> :device and revoked_at is null

-- name: session_expire
-- Sessions long over are not kept.
delete from session where expires_at < :before

-- name: token_add
insert into token (token_hash, name, account, scopes, created_at, expires_at, revoked_at)
values (:token_hash, :name, :account, :scopes, :now, :expires_at, null)

-- name: token_list
-- Machine tokens of accounts within scope.
select t.name, t.account, t.scopes, t.created_at, t.expires_at, t.revoked_at
from token t join account a on a.account = t.account
where exists (select 1 from $each(:scopes) s where a.unit_path between s.value and s.value || '~')
order by t.account, t.name, t.created_at

-- name: token_revoke
update token set revoked_at = :now where account = :account and name = :name and revoked_at is null

-- name: accounts
-- Accounts within scope, with their names from the vault and whether a password is set.
select a.account, v.value, a.unit, u.name, a.grants, a.disabled, a.machine,
  case when c.password is null then 0 else 1 end as has_password
from account a
join unit u on u.unit = a.unit
left join vault v on v.entry = a.entry and v.path = 'name'
left join secret c on c.account = a.account
where exists (select 1 from $each(:scopes) s where a.unit_path between s.value and s.value || '~')
  and a.account > :after
order by a.account
limit :limit

-- name: person_in_scope
-- A person of whom a code may be made: no machine.
select a.account
from account a
where a.account = :account and not a.machine
  and exists (select 1 from $each(:scopes) s where a.unit_path between s.value and s.value || '~')

-- name: person
-- The name of an account, and of the units of its grants.
select v.value, a.grants from account a left join vault v on v.entry = a.entry and v.path = 'name'
where a.account = :account

-- name: people_named
-- Names of accounts that stand in an entry the asker reads.
select a.account, v.value from account a left join vault v on v.entry = a.entry and v.path = 'name'
where exists (select 1 from $each(:accounts) k where a.account = k.value)

-- name: unit_names
select u.unit, u.name from unit u where exists (select 1 from $each(:units) k where u.unit = k.value)

-- name: demo_accounts
-- How many of these names exist: a ledger that holds one is a demonstration.
select cast(count(a.account) as integer)
from account a where exists (select 1 from $each(:accounts) k where a.account = k.value)
