-- Whose turn it is follows from the state; most findings are archived and wait for nobody.

create index finding_by_state on finding (state, due_on);
