-- Papers: what one visit, one plan, one county's months come to. Papers about a whole county are asked by those who see it whole.

-- name: paper_visit
-- One visit within the asker's scopes, with the names beside its numbers.
select v.id, v.seq, u.name as unit_name, v.kind, v.kind_version, v.period, v.nature, s.name as site_name, e.name as enterprise_name,
  e.credit_code, v.result, v.failed, v.actor, v.received_at
from visit v
join unit u on u.unit = v.unit
left join site s on s.site = v.site
left join enterprise e on e.enterprise = v.enterprise
where v.id = :id and exists (select 1 from $each(:scopes) k where v.unit_path between k.value and k.value || '~')

-- name: paper_plan
-- One plan within the asker's scopes.
select p.kind, p.period, u.name, p.on_day, p.sites, p.people
from plan p join unit u on u.unit = p.unit
where p.id = :id and exists (select 1 from $each(:scopes) k where p.unit_path between k.value and k.value || '~')

-- name: paper_visits
-- How many visits of a kind count for some months.
select cast(count(v.id) as $int), cast(coalesce(sum(case when v.joint and v.inspected then 1 else 0 end), 0) as $int),
  cast(coalesce(sum(case when v.inspected then 0 else 1 end), 0) as $int)
from visit v
where v.book = :book and v.kind = :kind and v.period between :first and :last and not v.doubtful

-- name: paper_monthly
-- Is a kind filed month by month? Then some month has a zero report, or was frozen.
select cast((select count(z.id) from zero_report z where z.book = :book and z.kind = :kind and z.period between :first and :last)
  + (select count(r.id) from report r where r.book = :book and r.kind = :kind and r.period between :first and :last) as $int)

-- name: paper_findings
-- How findings opened within some days stand; overdue is asked of a day.
select cast(count(f.id) as $int), cast(coalesce(sum(case when f.type = 'open' then 1 else 0 end), 0) as $int),
  cast(coalesce(sum(case when f.type = 'fixed' then 1 else 0 end), 0) as $int),
  cast(coalesce(sum(case when f.type = 'closed' then 1 else 0 end), 0) as $int),
  cast(coalesce(sum(case when f.type = 'open' and f.due_on < cast(:today as text) then 1 else 0 end), 0) as $int)
from finding f
where f.book = :book and f.opened_on >= :first and f.opened_on < :beyond

-- name: paper_intensity
-- Goals and results whose period lies in some years, as printed.
select i.role, i.unit, i.indicator, i.period, i.change_percent, i.target_percent, i.source_unit, i.document_no, i.state, i.caveat
from intensity i
where i.book = :book and i.period >= :first and i.period < :last
order by i.period, i.indicator, i.role, i.figure

-- name: paper_listings
select l.list, l.name, l.fields, l.unnamed
from listing l where l.book = :book
order by l.list, l.seq, l.listing
