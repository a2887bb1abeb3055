-- Registers as lists: units, sites, enterprises, listings, energy intensity, publications. All within the reader's scopes, keyset-paged.

-- name: units
select u.unit, u.book, u.path, u.name, u.pinyin, u.kind, u.parent, u.supervised, u.valid_from, u.valid_to,
  u.nbs_code, u.mca_code, u.predecessor, u.successor, u.source, u.confidence, u.note
from unit u
where exists (select 1 from $each(:scopes) s where u.path between s.value and s.value || '~')
  and u.path > :after
order by u.path
limit :limit

-- name: sites
select s.site, s.unit, s.name, s.enterprise, s.kinds, s.address, s.lat, s.lon, s.valid_from, s.valid_to
from site s
where exists (select 1 from $each(:scopes) k where s.unit_path between k.value and k.value || '~')
  and (cast(:unit as text) is null or s.unit = cast(:unit as text))
  and s.site > :after
order by s.site
limit :limit

-- name: enterprises
-- Found by any part of a name, a former name or a credit code, or by pinyin initials. `names` holds every name there was.
select e.unit_path, e.enterprise, e.unit, e.name, e.names, e.initials, e.credit_code, e.address, e.industry, e.lat, e.lon,
  e.state, e.split_from, e.merged_into
from enterprise e
where exists (select 1 from $each(:scopes) k where e.unit_path between k.value and k.value || '~')
  and (cast(:unit as text) is null or e.unit = cast(:unit as text))
  and (:q = '' or lower(e.names) like cast(:part as text) escape '!' or lower(coalesce(e.credit_code, '')) like cast(:part as text) escape '!'
    or e.initials like cast(:part as text) escape '!')
  and (e.unit_path > :after_path or (e.unit_path = :after_path and e.enterprise > :after))
order by e.unit_path, e.enterprise
limit :limit

-- name: listings
-- `ends_from` and `ends_to` ask for what ends then and has not been renewed.
select l.listing, l.list, l.unit, l.name, l.enterprise, l.fields, l.valid_from, l.valid_to, l.source, l.document_no,
  l.claimed_in, l.note, l.unnamed, l.renews
from listing l
where exists (select 1 from $each(:scopes) k where l.unit_path between k.value and k.value || '~')
  and (cast(:list as text) is null or l.list = cast(:list as text))
  and (cast(:ends_from as text) is null or (l.valid_to between cast(:ends_from as text) and cast(:ends_to as text)
    and not exists (select 1 from listing r where r.renews = l.listing)))
  and l.listing > :after
order by l.listing
limit :limit

-- name: listings_ending
-- What ends soon and has not been renewed, the nearest first.
select l.listing, l.list, l.unit, l.name, l.enterprise, l.valid_to
from listing l
where exists (select 1 from $each(:scopes) k where l.unit_path between k.value and k.value || '~')
  and l.valid_to between cast(:ends_from as text) and cast(:ends_to as text)
  and not exists (select 1 from listing r where r.renews = l.listing)
order by l.valid_to, l.listing
limit :limit

-- name: intensity
select i.figure, i.role, i.unit, i.indicator, i.period, i.change_percent, i.target_percent, i.over_pp, i.source_unit,
  i.document_no, i.state, i.base_revised, i.public_basis, i.caveat
from intensity i
where exists (select 1 from $each(:scopes) k where i.unit_path between k.value and k.value || '~')
  and (cast(:role as text) is null or i.role = cast(:role as text))
  and (cast(:period as text) is null or i.period = cast(:period as text))
  and i.figure > :after
order by i.figure
limit :limit

-- name: publications
select p.book, p.dataset, p.kind, p.period_from, p.period_to, p.open_months, p.source, p.document_no, p.withdrawn,
  p.approved_by, p.approved_at
from publication p
where exists (select 1 from $each(:scopes) k where p.unit_path between k.value and k.value || '~')
order by p.book, p.dataset, p.kind

-- name: sites_named
select s.site, s.name, s.enterprise from site s where exists (select 1 from $each(:sites) k where s.site = k.value)

-- name: areas
-- The polygons in force on a day: of each unit the latest.
select a.unit, a.geometry
from area a
where exists (select 1 from $each(:scopes) k where a.unit_path between k.value and k.value || '~')
  and a.valid_from = (select max(b.valid_from) from area b where b.unit = a.unit and b.valid_from <= :day)
order by a.unit

-- name: reference_rows
-- Every row of one reference datum, oldest first: a rule takes the one that held.
select r.book, r.name, r.row, r.valid_from, r.valid_to, r.fields, r.source, r.confidence
from $keys(:keys, 3) k join reference r on r.book = k.k0 and r.name = k.k1 and r.row = k.k2
order by r.book, r.name, r.row, r.valid_from

-- name: reference_table
-- Every row a county entered of one table, oldest first.
select r.book, r.name, r.row, r.valid_from, r.valid_to, r.fields, r.source, r.confidence
from $keys(:keys, 2) k join reference r on r.book = k.k0 and r.name = k.k1
order by r.book, r.name, r.row, r.valid_from

-- name: reference_rows_of_table
-- The same for a reader. The law is public: it has no scope.
select r.book, r.name, r.row, r.valid_from, r.valid_to, r.fields, r.source, r.confidence
from reference r where r.book = :book and r.name = :name
order by r.row, r.valid_from

-- name: calendar_years
select c.book, c.year, c.days from $keys(:keys, 1) k join calendar c on c.book = k.k0 order by c.book, c.year
