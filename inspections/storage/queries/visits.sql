-- Visits as lists and what is to be done. All within the reader's scopes.

-- name: visits
-- Newest first. A filter that is not asked for is not there; names are looked up for one page only.
select v.id, v.book, v.seq, v.unit, u.name, v.kind, v.kind_version, v.period, v.nature, v.site, s.name, v.enterprise,
  e.name, v.plan, v.result, v.inspected, v.joint, v.doubtful, v.late, v.started_at, v.lat, v.lon, v.accuracy_m, v.photos,
  v.notices, v.failed, v.actor, v.received_at
from (
  select v.id from visit v
  where exists (select 1 from $each(:scopes) k where v.unit_path between k.value and k.value || '~')
    $if(:kind) and v.kind = :kind
    $if(:unit) and v.unit = :unit
    $if(:enterprise) and v.enterprise = :enterprise
    $if(:site) and v.site = :site
    $if(:period) and v.period = :period
    $if(:result) and v.result = :result
    $if(:nature) and v.nature = :nature
    $if(:doubtful) and v.doubtful
    $if(:certain) and not v.doubtful
    $if(:west) and v.lon between :west and :east and v.lat between :south and :north
    and (v.received_at, v.id) < (:before, :before_id)
  order by v.received_at desc, v.id desc
  limit :limit
) page
join visit v on v.id = page.id
join unit u on u.unit = v.unit
left join site s on s.site = v.site
left join enterprise e on e.enterprise = v.enterprise
order by v.received_at desc, v.id desc

-- name: visit
select v.id, v.book, v.seq, v.unit, u.name, v.kind, v.kind_version, v.period, v.nature, v.site, s.name, v.enterprise,
  e.name, v.plan, v.result, v.inspected, v.joint, v.doubtful, v.late, v.started_at, v.lat, v.lon, v.accuracy_m, v.photos,
  v.notices, v.failed, v.actor, v.received_at
from visit v
join unit u on u.unit = v.unit
left join site s on s.site = v.site
left join enterprise e on e.enterprise = v.enterprise
where v.id = :id
  and exists (select 1 from $each(:scopes) k where v.unit_path between k.value and k.value || '~')

-- name: filings
-- What units filed for a month beside visits: zero reports and excuses, in the ledger's order.
select f.type, f.id, f.seq, f.unit, f.period, f.late, f.rests_on, f.reason
from (
  select 'zero_report' as type, z.id, z.seq, z.unit, z.unit_path, z.kind, z.period, z.late, z.rests_on, null as reason
  from zero_report z
  union all
  select 'excuse', x.id, x.seq, x.unit, x.unit_path, x.kind, x.period, '', null, x.reason
  from excuse x
) f
where exists (select 1 from $each(:scopes) k where f.unit_path between k.value and k.value || '~')
  and f.kind = :kind and f.period = :period
  $if(:unit) and f.unit = :unit
  and f.seq > :after
order by f.seq
limit :limit

-- name: visits_with_photos
-- Visits of some months that name photos, as stored, newest first.
select e.stored
from visit v join entry e on e.id = v.id
where exists (select 1 from $each(:scopes) k where v.unit_path between k.value and k.value || '~')
  and v.period >= :since and v.photos > 0
order by v.received_at desc
limit :limit

-- name: visits_not_entered
-- Locked, refused or gone, and nobody got in since: to be chased. A place that is on no list is known by its unit only.
select v.id, v.unit, u.name, v.kind, v.period, v.site, v.enterprise, v.result, v.started_at
from visit v join unit u on u.unit = v.unit
where exists (select 1 from $each(:scopes) k where v.unit_path between k.value and k.value || '~')
  and v.period >= :since and not v.inspected and v.result is not null
  and not exists (
    select 1 from visit later
    where later.site = v.site and later.started_at > v.started_at and later.kind = v.kind and later.inspected)
  and (v.site is not null or not exists (
    select 1 from visit later
    where later.enterprise = v.enterprise and later.started_at > v.started_at and later.kind = v.kind
      and later.inspected))
  and (v.site is not null or v.enterprise is not null or not exists (
    select 1 from visit later
    where later.unit = v.unit and later.site is null and later.enterprise is null
      and later.started_at > v.started_at and later.kind = v.kind and later.inspected))
order by v.started_at, v.id
limit :limit

-- name: plans
-- Plans of some months; for one account those where it is named, or nobody is.
select p.id, p.kind, p.period, p.unit, u.name, p.on_day, p.sites, p.people
from plan p join unit u on u.unit = p.unit
where exists (select 1 from $each(:scopes) k where p.unit_path between k.value and k.value || '~')
  and p.period >= :since
  and (:named = '' or p.people = '[]' or replace(p.people, cast(:named as text), '') <> p.people)
  and (p.period > :after_period or (p.period = :after_period and p.id > :after))
order by p.period, p.id
limit :limit

-- name: plans_seen
-- What of these plans has been inspected: the unit's visits of the plan's kind and month.
select p.id, v.site
from plan p join visit v on v.kind = p.kind and v.period = p.period and v.unit = p.unit and v.inspected
where exists (select 1 from $each(:plans) k where p.id = k.value)
order by p.id, v.seq

-- name: vault_of_entries
-- Private values of several entries the reader may see. Who wrote a letter never comes out here (letters.sql).
select v.entry, v.path, v.value
from vault v
where v.path not like '%petitioner.%' and exists (select 1 from $each(:ids) k where v.entry = k.value)

-- name: inbox_keep
-- A body that cannot be read is kept as refused, within the account's share; 0 rows: the share is used up.
insert into inbox (id, digest, account, device, unit, reason, waits_for, body, problem, received_at)
select cast(:id as text), cast(:digest as text), cast(:account as text), cast(:device as text), cast(:unit as text),
  'refused', null, cast(:body as text), cast(:problem as text), cast(:received_at as text)
where (select count(i.id) from inbox i where i.account = :account) < cast(:most_rows as integer)
  and (select coalesce(sum(length(i.body)), 0) from inbox i where i.account = :account)
    + length(cast(:body as text)) <= cast(:most_bytes as integer)
on conflict (id, digest) do update set received_at = excluded.received_at
