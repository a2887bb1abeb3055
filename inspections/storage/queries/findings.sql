-- Findings as lists and on their own page. All within the reader's scopes.

-- name: findings
-- Newest first. A filter that is null lets everything through; overdue is asked of a day.
select f.id, f.book, f.seq, f.unit, u.name, f.source, f.kind, f.visit, f.item, f.site, s.name, f.enterprise, e.name,
  f.category, f.severity, f.state, f.type, f.opened_on, f.due_on,
  case when f.type = 'open' and f.due_on < cast(:today as text) then 1 else 0 end,
  f.lat, f.lon, f.accuracy_m, f.photos, f.notices, f.actor, f.received_at
from finding f
join unit u on u.unit = f.unit
left join site s on s.site = f.site
left join enterprise e on e.enterprise = f.enterprise
where exists (select 1 from $each(:scopes) k where f.unit_path between k.value and k.value || '~')
  and (cast(:id as text) is null or f.id = cast(:id as text))
  and (cast(:state as text) is null or f.state = cast(:state as text))
  and (cast(:type as text) is null or f.type = cast(:type as text))
  and (cast(:unit as text) is null or f.unit = cast(:unit as text))
  and (cast(:enterprise as text) is null or f.enterprise = cast(:enterprise as text))
  and (cast(:source as text) is null or f.source = cast(:source as text))
  and (cast(:kind as text) is null or f.kind = cast(:kind as text))
  and (cast(:category as text) is null or f.category = cast(:category as text))
  and (cast(:severity as text) is null or f.severity = cast(:severity as text))
  and (cast(:visit as text) is null or f.visit = cast(:visit as text))
  and (cast(:due_before as text) is null or f.due_on < cast(:due_before as text))
  and (cast(:overdue as text) is null
    or (cast(:overdue as text) = 'yes') = (f.type = 'open' and coalesce(f.due_on, '9') < cast(:today as text)))
  and (cast(:west as double precision) is null
    or (f.lon between cast(:west as double precision) and cast(:east as double precision)
      and f.lat between cast(:south as double precision) and cast(:north as double precision)))
  and (cast(:part as text) is null
    or lower(e.names) like cast(:part as text) escape '!' or lower(e.credit_code) like cast(:part as text) escape '!'
    or e.initials like cast(:part as text) escape '!' or lower(s.name) like cast(:part as text) escape '!'
    or u.name like cast(:part as text) escape '!' or cast(f.seq as text) = cast(:number as text))
  and (f.received_at < :before or (f.received_at = :before and f.id < :before_id))
order by f.received_at desc, f.id desc
limit :limit

-- name: findings_due
-- The reader's own queue: open ones, oldest day first, those without a day last.
select f.id, f.seq, f.unit, u.name, s.name, e.name, f.category, f.severity, f.state, f.opened_on, f.due_on,
  case when f.due_on < cast(:today as text) then 1 else 0 end
from finding f
join unit u on u.unit = f.unit
left join site s on s.site = f.site
left join enterprise e on e.enterprise = f.enterprise
where f.type = 'open'
  and exists (select 1 from $each(:scopes) k where f.unit_path between k.value and k.value || '~')
order by coalesce(f.due_on, '9'), f.id
limit :limit

-- name: today_counts
-- What the county has before it today: visits of a doubtful month, the inbox, open and overdue findings.
select
  (select cast(count(v.id) as integer) from visit v
   where v.doubtful and exists (select 1 from $each(:scopes) k where v.unit_path between k.value and k.value || '~')),
  (select cast(count(i.id) as integer) from inbox i
   where exists (select 1 from $each(:scopes) k where i.unit between k.value and k.value || '~')),
  cast(count(f.id) as integer),
  cast(coalesce(sum(case when f.due_on < cast(:today as text) then 1 else 0 end), 0) as integer)
from finding f
where f.type = 'open'
  and exists (select 1 from $each(:scopes) k where f.unit_path between k.value and k.value || '~')
