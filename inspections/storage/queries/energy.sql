-- Energy records as lists and by themselves. All within the reader's scopes.

-- name: energy_records
-- Newest first. A filter that is not asked for is not there; a period is asked by its beginning: "2026", "2026-03".
select r.id, r.book, r.seq, r.kind, r.version, r.versions, r.unit, u.name, r.enterprise, e.name, e.credit_code, r.period, r.form,
  r.organ, r.state, r.figures, r.lacking, r.notices, r.due_on, r.submitted_on, r.reviewed_on, r.filed_on, r.archive_no, r.actor,
  r.received_at
from (
  select r.id from energy_record r
  where r.kind = :kind
    and exists (select 1 from $each(:scopes) k where r.unit_path between k.value and k.value || '~')
    $if(:id) and r.id = :id
    $if(:unit) and r.unit = :unit
    $if(:enterprise) and r.enterprise = :enterprise
    $if(:period) and r.period between :period and :period || '~'
    $if(:state) and r.state = :state
    $if(:form) and r.form = :form
    and (r.received_at, r.id) < (:before, :before_id)
  order by r.received_at desc, r.id desc
  limit :limit
) page
join energy_record r on r.id = page.id
join unit u on u.unit = r.unit
left join enterprise e on e.enterprise = r.enterprise
order by r.received_at desc, r.id desc

-- name: intake_enterprise
-- The enterprise a workbook names, with its unit, within the sender's grants; the system's empty path is everywhere.
select e.enterprise, e.unit from credit_code c join enterprise e on e.enterprise = c.enterprise
where c.code = cast(:code as text)
  and exists (select 1 from $each(:scopes) k where k.value = '' or e.unit_path between k.value and k.value || '~')

-- name: intake_record
-- The last record of a kind, enterprise and period.
select r.id from energy_record r
where r.kind = cast(:kind as text) and r.enterprise = cast(:enterprise as text) and r.period = cast(:period as text)
order by r.seq desc
limit 1
