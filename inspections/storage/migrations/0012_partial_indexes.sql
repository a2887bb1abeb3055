-- Every index is written with every row: visits without a firm or a plan need no line in the indexes by firm and plan.

drop index visit_by_enterprise;
create index visit_by_enterprise on visit (enterprise, period) where enterprise is not null;
drop index visit_by_plan;
create index visit_by_plan on visit (plan) where plan is not null;
