-- The same place: problems and lines of old ledgers are looked for by place and by point while a new one is entered.

create index finding_by_site on finding (site) where site is not null;
create index finding_by_point on finding (lat, lon) where lat is not null;
create index opening_by_point on opening (lat, lon) where lat is not null;
