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

-- name: deadlines_of
-- The clocks of one thing, for a reader who may see the thing.
select d.clock, d.event_on, d.due_on, d.original_due_on, d.provisional, d.waiting, d.done_on, d.text
from deadline d where d.subject = :subject order by coalesce(d.due_on, '9'), d.clock
