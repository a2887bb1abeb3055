-- Importing registers: what the cells of a file may refer to. Asked by the operator of the server, so without a scope.

-- name: import_units
-- Units by key, name and statistics code.
select u.unit, u.name, u.nbs_code from unit u order by u.last_seq

-- name: import_credit_codes
select c.code, c.enterprise from credit_code c

-- name: import_named
-- Enterprises without a credit code, and places, by unit and name; the oldest keeps the name.
select 'enterprise' as register, e.unit, e.name, e.enterprise as id
from enterprise e where e.credit_code is null and e.merged_into is null
union all
select 'site' as register, s.unit, s.name, s.site as id from site s

-- name: import_firms
-- Enterprises by unit and present name; of two of one name the one entered first.
select e.unit, e.name, e.enterprise from enterprise e where e.merged_into is null order by e.last_seq desc

-- name: import_batches
select b.batch, b.name, b.level from batch b order by b.batch

-- name: import_areas
-- The latest area of each unit.
select a.unit, a.valid_from, a.geometry
from area a
where a.valid_from = (select max(b.valid_from) from area b where b.unit = a.unit)
