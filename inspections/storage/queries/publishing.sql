-- What a snapshot of the public site is taken from. One book at a time; the columns are named here and nowhere wider.

-- name: county_of_book
select unit, path, name from unit where book = :book and parent is null

-- name: publications_of_book
-- What may be public now.
select book, dataset, kind, unit_path, id, period_from, period_to, open_months, source, document_no, withdrawn,
  approved_by, approved_at
from publication
where book = :book and not withdrawn
order by dataset, kind

-- name: listings_of_book
select l.name, l.fields, l.valid_from, l.valid_to, l.source, l.document_no, l.claimed_in, l.note, l.unnamed
from listing l
where l.book = :book and l.list = :list
order by l.seq, l.listing

-- name: intensity_of_book
-- A figure nobody gave a basis for stays inside.
select i.role, u.name, i.indicator, i.period, i.change_percent, i.target_percent, i.over_pp, i.state, i.base_revised,
  i.source_unit, i.document_no, i.public_basis, i.caveat
from intensity i join unit u on u.unit = i.unit
where i.book = :book and i.public_basis <> ''
order by i.seq, i.figure

-- name: staff_names
-- Names of people with accounts: the gate refuses a snapshot that holds one of them.
select v.value
from account a join vault v on v.entry = a.entry and v.path = 'name'
where a.book = :book and v.value is not null

-- name: head_of_book
select e.seq, e.hash, e.received_at
from entry e
where e.book = :book and e.seq = (select max(m.seq) from entry m where m.book = :book)
