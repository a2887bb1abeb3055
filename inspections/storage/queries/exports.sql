-- Exports: whole data sets within scope, asked inside one snapshot. `since` means: its subject has an entry after that place.

-- name: export_visits
select v.id, v.book, v.kind, v.kind_version, v.period, v.nature, v.unit, u.name as unit_name, v.site, s.name as site_name,
  v.enterprise, e.name as enterprise_name, e.credit_code, v.result, v.inspected, v.joint, v.doubtful,
  case v.late when '' then null else v.late end, v.started_at, v.lat, v.lon, v.accuracy_m, v.photos, v.notices, v.failed, v.plan,
  v.actor, v.received_at
from visit v
join unit u on u.unit = v.unit
left join site s on s.site = v.site
left join enterprise e on e.enterprise = v.enterprise
where v.book = :book
  and exists (select 1 from $each(:scopes) k where v.unit_path between k.value and k.value || '~')
  and (cast(:unit as text) is null or v.unit = cast(:unit as text))
  and (cast(:enterprise as text) is null or v.enterprise = cast(:enterprise as text))
  and (cast(:kind as text) is null or v.kind = cast(:kind as text))
  and (cast(:state as text) is null or v.result = cast(:state as text))
  and (cast(:first as text) is null or v.started_at >= cast(:first as text))
  and (cast(:beyond as text) is null or v.started_at < cast(:beyond as text))
  and (cast(:since as $int) is null
    or exists (select 1 from entry x where x.subject = v.id and x.seq > cast(:since as $int)))
order by v.seq

-- name: export_findings
select f.id, f.book, f.unit, u.name as unit_name, f.source, f.kind, f.visit, f.item, f.site, s.name as site_name, f.enterprise,
  e.name as enterprise_name, e.credit_code, f.category, f.severity, f.state, f.type,
  f.level, f.batch, f.number, f.responsible, f.round, f.cycle, f.opened_on, f.due_on, f.original_due_on, f.extended, f.fixed_on,
  f.closed_on, f.lat, f.lon,
  f.accuracy_m, f.photos, f.notices, f.actor, f.received_at
from finding f
join unit u on u.unit = f.unit
left join site s on s.site = f.site
left join enterprise e on e.enterprise = f.enterprise
where f.book = :book
  and $charged(f)
  and (cast(:unit as text) is null or f.unit = cast(:unit as text))
  and (cast(:enterprise as text) is null or f.enterprise = cast(:enterprise as text))
  and (cast(:kind as text) is null or f.kind = cast(:kind as text))
  and (cast(:state as text) is null or f.state = cast(:state as text))
  and (cast(:first as text) is null or f.opened_on >= cast(:first as text))
  and (cast(:beyond as text) is null or f.opened_on < cast(:beyond as text))
  and (cast(:since as $int) is null
    or exists (select 1 from entry x where x.subject = f.id and x.seq > cast(:since as $int)))
order by f.seq

-- name: export_intensity
select i.figure, i.book, i.unit, u.name as unit_name, i.role, i.indicator, i.period, i.change_percent, i.target_percent, i.over_pp,
  i.source_unit, i.document_no, i.state, i.base_revised, i.public_basis, i.caveat
from intensity i
join unit u on u.unit = i.unit
where i.book = :book
  and exists (select 1 from $each(:scopes) k where i.unit_path between k.value and k.value || '~')
  and (cast(:unit as text) is null or i.unit = cast(:unit as text))
  and (cast(:kind as text) is null or i.role = cast(:kind as text))
  and (cast(:state as text) is null or i.state = cast(:state as text))
  and (cast(:since as $int) is null
    or exists (select 1 from entry x where x.subject = 'intensity/' || i.figure and x.seq > cast(:since as $int)))
order by i.unit_path, i.period, i.role, i.figure

-- name: export_words
-- What the vault holds of entries as they count today: of the correction where there is one.
select v.id, w.path, w.value
from (select value as id from $each(:ids) g) v
left join amended a on a.id = v.id
join vault w on w.entry = coalesce(a.corrected_by, v.id)
where w.value is not null and w.path not like '%petitioner.%'

-- name: export_enterprises
select e.enterprise, e.book, e.unit, u.name as unit_name, e.name, e.names, e.credit_code, e.address, e.industry, e.lat, e.lon,
  e.state, e.merged_into, e.source, e.note
from enterprise e join unit u on u.unit = e.unit
where e.book = :book
  and exists (select 1 from $each(:scopes) k where e.unit_path between k.value and k.value || '~')
  and (cast(:unit as text) is null or e.unit = cast(:unit as text))
  and (cast(:enterprise as text) is null or e.enterprise = cast(:enterprise as text))
  and (cast(:state as text) is null or e.state = cast(:state as text))
  and (cast(:since as $int) is null
    or exists (select 1 from entry x where x.subject = 'enterprise/' || e.enterprise and x.seq > cast(:since as $int)))
order by e.unit_path, e.enterprise

-- name: export_listings
select l.listing, l.book, l.list, l.unit, u.name as unit_name, l.name, l.enterprise, e.credit_code, l.valid_from, l.valid_to,
  l.source, l.document_no, l.claimed_in, l.note, l.unnamed, l.fields
from listing l
join unit u on u.unit = l.unit
left join enterprise e on e.enterprise = l.enterprise
where l.book = :book
  and exists (select 1 from $each(:scopes) k where l.unit_path between k.value and k.value || '~')
  and (cast(:unit as text) is null or l.unit = cast(:unit as text))
  and (cast(:enterprise as text) is null or l.enterprise = cast(:enterprise as text))
  and (cast(:kind as text) is null or l.list = cast(:kind as text))
  and (cast(:since as $int) is null
    or exists (select 1 from entry x where x.subject = 'listing/' || l.listing and x.seq > cast(:since as $int)))
order by l.list, l.seq, l.listing

-- name: export_voided
-- Subjects of one type of which something was voided after a place of the ledger: an increment tells them apart.
select distinct t.subject
from entry v
join entry t on t.subject = v.subject and t.type = :entry
where v.book = :book and v.seq > :since and v.type = 'void'
  and exists (select 1 from $each(:scopes) k where v.unit between k.value and k.value || '~')
order by t.subject

-- name: export_entries
-- The ledger itself. No accounts, and nothing of a subject that not every reader may read.
select e.id, e.book, e.seq, e.type, e.v, e.subject, e.unit, e.actor, e.device, e.made_at, e.received_at, e.prev_hash, e.hash,
  e.stored
from entry e
where e.book = :book and e.seq > coalesce(cast(:since as $int), 0) and e.type <> 'account'
  and exists (select 1 from $each(:scopes) k where e.unit between k.value and k.value || '~')
  and not exists (select 1 from $each(:closed) k where e.subject between k.value and k.value || '~')
  and (cast(:unit as text) is null or e.unit = (select u.path from unit u where u.unit = cast(:unit as text)))
  and (cast(:kind as text) is null or e.type = cast(:kind as text))
  and (cast(:first as text) is null or e.received_at >= cast(:first as text))
  and (cast(:beyond as text) is null or e.received_at < cast(:beyond as text))
order by e.seq

-- name: export_audits
-- Energy records with the entry that counts: of the correction where there is one. A period is met when it overlaps the days.
select r.id, r.book, r.kind, r.period, r.unit, u.name as unit_name, r.enterprise, e.name as enterprise_name, e.credit_code,
  r.state, r.organ, r.archive_no, r.version, r.received_at, x.stored
from energy_record r
join unit u on u.unit = r.unit
left join enterprise e on e.enterprise = r.enterprise
left join amended a on a.id = r.version
join entry x on x.id = coalesce(a.corrected_by, r.version)
where r.book = :book
  and exists (select 1 from $each(:scopes) k where r.unit_path between k.value and k.value || '~')
  and (cast(:unit as text) is null or r.unit = cast(:unit as text))
  and (cast(:enterprise as text) is null or r.enterprise = cast(:enterprise as text))
  and (cast(:kind as text) is null or r.kind = cast(:kind as text))
  and (cast(:state as text) is null or r.state = cast(:state as text))
  and (cast(:first as text) is null
    or substr(r.period, 1, 10) >= substr(cast(:first as text), 1, length(substr(r.period, 1, 10))))
  and (cast(:beyond as text) is null
    or case when length(r.period) = 4 then r.period || '-01-01' else substr(r.period, 1, 10) end < cast(:beyond as text))
  and (cast(:since as $int) is null
    or exists (select 1 from entry s where s.subject = r.id and s.seq > cast(:since as $int)))
order by r.kind, r.period, r.id
