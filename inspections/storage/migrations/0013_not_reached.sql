-- Who could not be reached is asked at every phone's home: those visits, and what was seen of a place later, are found by
-- an index. No question begins with a unit path and goes on by time, so those two indexes go.

create index visit_not_inspected on visit (started_at, id) where not inspected;
create index visit_by_site on visit (site, started_at) where site is not null;
drop index visit_by_unit;
drop index finding_by_unit;
