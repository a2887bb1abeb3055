-- Deadlines: clocks that run or have ended.

-- name: deadlines_provisional
-- What a new calendar counts anew.
select d.book, d.subject, d.clock
from $keys(:keys, 1) k join deadline d on d.book = k.k0
where d.provisional
order by d.book, d.subject, d.clock

-- name: calendars
-- The years a county has entered. Holidays are public: they have no scope.
select c.year, c.days, c.source, c.document_no from calendar c where c.book = :book order by c.year
