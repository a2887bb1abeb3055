-- Exports: whole data sets within scope, a page at a time, as of a place in the book. No read transaction stays open.

-- name: export_visits
select v.seq, v.id, v.book, v.kind, v.kind_version, v.period, v.nature, v.unit, u.name as unit_name, v.site,
  s.name as site_name, v.enterprise, e.name as enterprise_name, e.credit_code, v.result, v.inspected, v.joint, v.doubtful,
  v.late, v.started_at, v.lat, v.lon, v.accuracy_m, v.photos, v.notices, v.failed, v.plan, v.actor, v.received_at
from visit v
join unit u on u.unit = v.unit
left join site s on s.site = v.site
left join enterprise e on e.enterprise = v.enterprise
where v.book = :book and v.seq > :after and v.seq <= :head
  and exists (select 1 from $each(:scopes) k where v.unit_path between k.value and k.value || '~')
  and (cast(:unit as text) is null or v.unit = cast(:unit as text))
  and (cast(:kind as text) is null or v.kind = cast(:kind as text))
  and (cast(:result as text) is null or v.result = cast(:result as text))
  and (cast(:first as text) is null or v.started_at >= cast(:first as text))
  and (cast(:beyond as text) is null or v.started_at < cast(:beyond as text))
order by v.seq
limit :limit

-- name: export_enterprises
select e.last_seq, e.enterprise, e.book, e.unit, u.name as unit_name, e.name, e.names, e.credit_code, e.address, e.industry,
  e.lat, e.lon, e.state, e.merged_into, e.source, e.note
from enterprise e join unit u on u.unit = e.unit
where e.book = :book and e.last_seq > :after and e.last_seq <= :head
  and exists (select 1 from $each(:scopes) k where e.unit_path between k.value and k.value || '~')
  and (cast(:unit as text) is null or e.unit = cast(:unit as text))
  and (cast(:result as text) is null or e.state = cast(:result as text))
order by e.last_seq
limit :limit
