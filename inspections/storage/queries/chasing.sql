-- Chasing and rates: sums and lists over findings and deadlines on a day. All within the reader's scopes.

-- name: chased_units
-- What is overdue, due soon or stalled by who answers for it, with the oldest of each.
select f.responsible, u.name,
  cast(sum(case when f.type = 'open' and f.due_on < cast(:today as text) then 1 else 0 end) as $int) as overdue,
  cast(sum(case when f.type = 'open' and f.due_on >= cast(:today as text) and f.due_on <= cast(:soon as text) then 1 else 0 end) as $int) as soon,
  cast(sum(case when coalesce(f.last_step_on, f.opened_on) < cast(:still as text) then 1 else 0 end) as $int) as stalled,
  min(case when f.type = 'open' and f.due_on < cast(:today as text) then f.due_on end),
  min(case when coalesce(f.last_step_on, f.opened_on) < cast(:still as text) then coalesce(f.last_step_on, f.opened_on) end)
from finding f
join unit u on u.unit = f.responsible
where f.type <> 'closed' and $charged(f)
  and ((f.type = 'open' and f.due_on <= cast(:soon as text)) or coalesce(f.last_step_on, f.opened_on) < cast(:still as text))
group by f.responsible, u.name
order by 3 desc, 5 desc, 4 desc, f.responsible

-- name: chased
-- One by one, the longest overdue first, what is only stalled last.
select f.id, f.seq, f.unit, u.name, f.responsible, r.name, f.source, f.batch, f.level, f.severity, f.state, f.opened_on, f.due_on,
  f.original_due_on, f.last_step_on,
  case when f.type = 'open' and f.due_on < cast(:today as text) then 1 else 0 end,
  case when f.type = 'open' and f.due_on >= cast(:today as text) and f.due_on <= cast(:soon as text) then 1 else 0 end,
  case when coalesce(f.last_step_on, f.opened_on) < cast(:still as text) then 1 else 0 end
from finding f
join unit u on u.unit = f.unit
join unit r on r.unit = f.responsible
where f.type <> 'closed' and $charged(f)
  and ((f.type = 'open' and f.due_on <= cast(:soon as text)) or coalesce(f.last_step_on, f.opened_on) < cast(:still as text))
  $if(:overdue) and f.type = 'open' and f.due_on < cast(:today as text)
  $if(:due_soon) and f.type = 'open' and f.due_on >= cast(:today as text) and f.due_on <= cast(:soon as text)
  $if(:stalled) and coalesce(f.last_step_on, f.opened_on) < cast(:still as text)
  $if(:responsible) and f.responsible = :responsible
  and (case when f.type = 'open' then coalesce(f.due_on, '9') else '9' end, f.id) > (:after_day, :after_id)
order by case when f.type = 'open' then coalesce(f.due_on, '9') else '9' end, f.id
limit :limit

-- name: clocks_chased
-- Deadlines that are past or near and not met, the oldest first; of a letter its number, which names nobody.
select d.subject, d.clock, u.unit, u.name, l.number, d.event_on, d.due_on, d.original_due_on, d.provisional,
  case when d.due_on < cast(:today as text) then 1 else 0 end
from deadline d
join unit u on u.path = d.unit_path
left join letter l on l.letter = d.subject
where d.done_on is null and not d.waiting and d.due_on <= cast(:soon as text)
  and exists (select 1 from $each(:scopes) k where d.unit_path between k.value and k.value || '~')
order by d.due_on, d.subject, d.clock
limit :limit

-- name: clocks_counted
select cast(coalesce(sum(case when d.due_on < cast(:today as text) then 1 else 0 end), 0) as $int),
  cast(coalesce(sum(case when d.due_on >= cast(:today as text) then 1 else 0 end), 0) as $int)
from deadline d
where d.done_on is null and not d.waiting and d.due_on <= cast(:soon as text)
  and exists (select 1 from $each(:scopes) k where d.unit_path between k.value and k.value || '~')

-- name: duties
-- Findings whose next step is the asker's, the nearest day first. `states` are those in which the role has it.
select f.id, f.seq, f.unit, u.name, s.name, e.name, f.level, f.severity, f.state, f.due_on, f.original_due_on, f.last_step_on,
  f.opened_on,
  case when f.type = 'open' and f.due_on < cast(:today as text) then 1 else 0 end,
  case when f.type = 'open' and f.due_on >= cast(:today as text) and f.due_on <= cast(:soon as text) then 1 else 0 end,
  case when coalesce(f.last_step_on, f.opened_on) < cast(:still as text) then 1 else 0 end
from finding f
join unit u on u.unit = f.unit
left join site s on s.site = f.site
left join enterprise e on e.enterprise = f.enterprise
where f.state in (select t.value from $each(:states) t) and $charged(f)
order by coalesce(f.due_on, '9'), f.id
limit :limit

-- name: duties_counted
select cast(count(f.id) as $int),
  cast(coalesce(sum(case when f.type = 'open' and f.due_on < cast(:today as text) then 1 else 0 end), 0) as $int),
  cast(coalesce(sum(case when f.type = 'open' and f.due_on >= cast(:today as text) and f.due_on <= cast(:soon as text) then 1 else 0 end), 0) as $int),
  cast(coalesce(sum(case when f.type <> 'closed' and coalesce(f.last_step_on, f.opened_on) < cast(:still as text) then 1 else 0 end), 0) as $int)
from finding f
where f.state in (select t.value from $each(:states) t) and $charged(f)

-- name: chased_counted
-- The whole county in three numbers: what a robot may know.
select cast(coalesce(sum(case when f.type = 'open' and f.due_on < cast(:today as text) then 1 else 0 end), 0) as $int),
  cast(coalesce(sum(case when f.type = 'open' and f.due_on >= cast(:today as text) and f.due_on <= cast(:soon as text) then 1 else 0 end), 0) as $int),
  cast(coalesce(sum(case when coalesce(f.last_step_on, f.opened_on) < cast(:still as text) then 1 else 0 end), 0) as $int)
from finding f
where f.type <> 'closed' and $charged(f)

-- name: rates
-- Sums of findings under one heading each. A month is that of the day the county got it; without one, the day it was opened.
-- The scopes lie beside each other, so each finding is met once; asked row by row they would cost ten times the sums.
select
  case cast(:by as text) when 'unit' then f.responsible when 'source' then f.source when 'batch' then coalesce(f.batch, '')
    else substr(coalesce(f.received_on, f.opened_on), 1, 7) end as heading,
  cast(count(f.id) as $int),
  cast(sum(case when f.state = 'unfounded' then 1 else 0 end) as $int),
  cast(sum(case when f.state = 'transferred' then 1 else 0 end) as $int),
  cast(sum(case when f.state in ('closed', 'archived') then 1 else 0 end) as $int),
  cast(sum(case when f.state in ('staged', 'long_term') then 1 else 0 end) as $int),
  cast(sum(case when f.cycle > 1 and f.type <> 'closed' then 1 else 0 end) as $int),
  cast(sum(case when f.state not in ('unfounded', 'transferred') and f.original_due_on is not null
    and (f.fixed_on is not null or f.original_due_on < cast(:today as text)) then 1 else 0 end) as $int),
  cast(sum(case when f.state not in ('unfounded', 'transferred') and f.fixed_on <= f.original_due_on then 1 else 0 end) as $int),
  cast(sum(case when f.state not in ('unfounded', 'transferred') and f.due_on is not null
    and (f.fixed_on is not null or f.due_on < cast(:today as text)) then 1 else 0 end) as $int),
  cast(sum(case when f.state not in ('unfounded', 'transferred') and f.fixed_on <= f.due_on then 1 else 0 end) as $int)
from $each(:scopes) k
join finding f on f.unit_path between k.value and k.value || '~'
where 1 = 1
  $if(:batch) and f.batch = :batch
  $if(:source) and f.source = :source
  $if(:level) and f.level = :level
  $if(:since) and coalesce(f.received_on, f.opened_on) >= :since
  $if(:until) and coalesce(f.received_on, f.opened_on) <= :until
group by 1
order by 1

-- name: all_unit_names
-- Names of a county's units are public.
select u.unit, u.name from unit u where u.book = :book

-- name: batch_names
select b.batch, b.name from batch b where b.book = :book
