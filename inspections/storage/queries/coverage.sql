-- Coverage of a month. The key's first column is a unit path: the scope is the question itself.

-- name: coverage_units
-- Supervised units below a path, in the order people know.
select k.k0 as scope, u.unit, u.name, u.valid_from, u.valid_to, u.successor
from $keys(:keys, 1) k join unit u on u.path between k.k0 and k.k0 || '~'
where u.supervised
order by k.k0, u.last_seq

-- name: coverage_sites
select k.k0 as scope, s.site, s.unit, s.kinds, s.valid_from, s.valid_to
from $keys(:keys, 1) k join site s on s.unit_path between k.k0 and k.k0 || '~'
order by k.k0, s.site

-- name: coverage_visits
-- Visits whose month is certain.
select k.k0 as scope, v.kind, v.period, v.id, v.unit, v.site, v.inspected, v.joint, v.late
from $keys(:keys, 3) k
join visit v on v.kind = k.k1 and v.period = k.k2 and v.unit_path between k.k0 and k.k0 || '~'
where not v.doubtful
order by k.k0, v.seq

-- name: coverage_zero_reports
select k.k0 as scope, z.kind, z.period, z.unit, z.rests_on, z.late
from $keys(:keys, 3) k
join zero_report z on z.kind = k.k1 and z.period = k.k2 and z.unit_path between k.k0 and k.k0 || '~'
order by k.k0, z.seq

-- name: coverage_excuses
select k.k0 as scope, x.kind, x.period, x.unit, x.reason
from $keys(:keys, 3) k
join excuse x on x.kind = k.k1 and x.period = k.k2 and x.unit_path between k.k0 and k.k0 || '~'
order by k.k0, x.seq

-- name: coverage_first_period
-- The first month with any record of a kind within scope: before it the county did not keep this ledger.
select min(period) from (
  select v.period from visit v where v.kind = :kind and exists (select 1 from $each(:scopes) s where v.unit_path between s.value and s.value || '~')
  union all
  select z.period from zero_report z where z.kind = :kind and exists (select 1 from $each(:scopes) s where z.unit_path between s.value and s.value || '~')
) filed

-- name: visits_entered
-- How often a firm was entered in a year.
select k.k0 as enterprise, k.k1 as year, cast(count(v.id) as integer)
from $keys(:keys, 2) k
left join visit v on v.enterprise = k.k0 and v.nature = 'enter' and v.period between k.k1 || '-01' and k.k1 || '-12'
group by k.k0, k.k1

-- name: visits_of_plan
select v.plan, v.id
from $keys(:keys, 1) k join visit v on v.plan = k.k0
order by v.plan, v.seq
