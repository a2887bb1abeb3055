-- The same problem at the same place: open, or closed since a day. Each way of being the same place is asked by an index of its own.

-- name: findings_similar
select f.id, f.seq, f.unit, u.name, f.site, s.name, f.enterprise, e.name, f.severity, f.state, f.type, f.level, f.cycle, f.opened_on, f.due_on,
  f.closed_on, f.lat, f.lon
from (
  select '' as id where 1 = 0
  $if(:enterprise) union select f.id from finding f where f.enterprise = :enterprise
  $if(:site) union select f.id from finding f where f.site = :site
  $if(:north) union select f.id from finding f where f.lat between :south and :north and f.lon between :west and :east
) near
join finding f on f.id = near.id
join unit u on u.unit = f.unit
left join site s on s.site = f.site
left join enterprise e on e.enterprise = f.enterprise
where f.category = :category
  and (f.type <> 'closed' or coalesce(f.closed_on, f.last_step_on, f.opened_on) >= :since)
  and exists (select 1 from $each(:scopes) k where f.unit_path between k.value and k.value || '~')
order by f.opened_on desc, f.id
limit :limit

-- name: openings_similar
select o.opening, o.seq, o.unit, u.name, null, null, o.enterprise, e.name, '', o.state, o.type, o.level, 1, coalesce(o.assigned_on, ''), o.due_on,
  o.closed_on, o.lat, o.lon
from (
  select '' as opening where 1 = 0
  $if(:enterprise) union select o.opening from opening o where o.enterprise = :enterprise
  $if(:north) union select o.opening from opening o where o.lat between :south and :north and o.lon between :west and :east
) near
join opening o on o.opening = near.opening
join unit u on u.unit = o.unit
left join enterprise e on e.enterprise = o.enterprise
where o.category = :category
  and (o.type <> 'closed' or coalesce(o.closed_on, o.finished_on, o.assigned_on, '') >= :since)
  and exists (select 1 from $each(:scopes) k where o.unit_path between k.value and k.value || '~')
order by coalesce(o.assigned_on, '') desc, o.opening
limit :limit
