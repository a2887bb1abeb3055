-- Findings as lists and on their own page. All within the reader's scopes.

-- name: findings
-- Newest first. The scope stands alone where it is one, so that an index serves it. A filter that is not asked for is not there; names are looked up for one page only; overdue is asked of a day.
select f.id, f.book, f.seq, f.unit, u.name, f.source, f.kind, f.visit, f.item, f.site, s.name, f.enterprise, e.name,
  f.category, f.severity, f.state, f.type, f.opened_on, f.due_on,
  case when f.type = 'open' and f.due_on < cast(:today as text) then 1 else 0 end,
  f.lat, f.lon, f.accuracy_m, f.photos, f.notices, f.actor, f.received_at, f.unit_path, f.level, f.batch, f.number,
  f.received_on, f.responsible, r.name, f.responsible_path, f.responsible_enterprise, f.round, f.cycle, f.original_due_on,
  f.extended, f.fixed_on, f.closed_on, f.first_closed_on, f.last_step_on
from (
  select f.id from finding f
  where $one(:within, :charged, :firm, :scopes)
    $if(:within) and f.unit_path between cast(:within as text) and cast(:within as text) || '~'
    $if(:charged) and f.responsible_path between cast(:charged as text) and cast(:charged as text) || '~'
    $if(:firm) and f.responsible_enterprise = :firm
    $if(:scopes) and $charged(f)
    $if(:id) and f.id = :id
    $if(:state) and f.state = :state
    $if(:type) and f.type = :type
    $if(:unit) and f.unit = :unit
    $if(:enterprise) and f.enterprise = :enterprise
    $if(:source) and f.source = :source
    $if(:kind) and f.kind = :kind
    $if(:category) and f.category = :category
    $if(:severity) and f.severity = :severity
    $if(:visit) and f.visit = :visit
    $if(:level) and f.level = :level
    $if(:batch) and f.batch = :batch
    $if(:responsible) and f.responsible = :responsible
    $if(:due_before) and f.due_on < :due_before
    $if(:overdue) and (f.type = 'open' and coalesce(f.due_on, '9') < cast(:today as text)) = :overdue
    $if(:west) and f.lon between :west and :east and f.lat between :south and :north
    $if(:part) and (f.seq = :number
    $if(:part)   or f.unit in (select n.unit from unit n where n.name like cast(:part as text) escape '!')
    $if(:part)   or f.site in (select n.site from site n where lower(n.name) like cast(:part as text) escape '!')
    $if(:part)   or f.enterprise in (
    $if(:part)     select n.enterprise from enterprise n
    $if(:part)     where lower(n.names) like cast(:part as text) escape '!'
    $if(:part)       or lower(n.credit_code) like cast(:part as text) escape '!'
    $if(:part)       or n.initials like cast(:part as text) escape '!'))
    and (f.received_at, f.id) < (:before, :before_id)
  order by f.received_at desc, f.id desc
  limit :limit
) page
join finding f on f.id = page.id
join unit u on u.unit = f.unit
join unit r on r.unit = f.responsible
left join site s on s.site = f.site
left join enterprise e on e.enterprise = f.enterprise
order by f.received_at desc, f.id desc

-- name: findings_due
-- The reader's own queue: open ones, oldest day first, those without a day last.
select f.id, f.seq, f.unit, u.name, s.name, e.name, f.category, f.severity, f.state, f.opened_on, f.due_on,
  case when f.due_on < cast(:today as text) then 1 else 0 end
from finding f
join unit u on u.unit = f.unit
left join site s on s.site = f.site
left join enterprise e on e.enterprise = f.enterprise
where f.type = 'open'
  and $charged(f)
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

-- name: beside_case
-- What stands beside the stored entries of a subject: private values, names of their people, letters that tell of a finding.
select 'vault' as what, v.entry as of_key, v.path as part, v.value as value
from entry e join vault v on v.entry = e.id and v.path not like '%petitioner.%'
where e.subject = :subject
union all
select 'name', a.account, '', v.value
from (select distinct e.actor from entry e where e.subject = :subject) p
join account a on a.account = p.actor
left join vault v on v.entry = a.entry and v.path = 'name'
union all
select 'letter', l.letter, case when l.anonymous then 'anonymous' else '' end, l.replied_on
from letter l where l.finding = :subject
