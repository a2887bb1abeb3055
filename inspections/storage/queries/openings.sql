-- Lines of old ledgers as lists, within the reader's scopes.

-- name: openings
-- The last assigned first. A filter that is not asked for is not there.
select o.opening, o.book, o.seq, o.entry, o.unit, u.name, o.number, o.serial, o.source, o.level, o.batch, o.assigned_on,
  o.enterprise, e.name, o.category, o.founded, o.responsible, o.due_on, o.finished_on, o.closed_on, o.closure_no, o.state,
  o.type, o.lat, o.lon, o.taken_from, o.actor, o.received_at
from (
  select o.opening from opening o
  where exists (select 1 from $each(:scopes) k where o.unit_path between k.value and k.value || '~')
    $if(:id) and o.opening = :id
    $if(:unit) and o.unit = :unit
    $if(:enterprise) and o.enterprise = :enterprise
    $if(:source) and o.source = :source
    $if(:batch) and o.batch = :batch
    $if(:state) and o.state = :state
    $if(:type) and o.type = :type
    $if(:number) and o.number = :number
    and (coalesce(o.assigned_on, ''), o.opening) < (:before, :before_id)
  order by coalesce(o.assigned_on, '') desc, o.opening desc
  limit :limit
) page
join opening o on o.opening = page.opening
join unit u on u.unit = o.unit
left join enterprise e on e.enterprise = o.enterprise
order by coalesce(o.assigned_on, '') desc, o.opening desc
