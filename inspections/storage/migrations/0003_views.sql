-- The views: what the ledger means today. `ledger rebuild` empties and fills them from the entries alone.

create table unit (
  unit $text not null,
  book $text not null,
  path $text not null,
  name $text not null,
  pinyin $text not null,
  kind $text not null,
  parent $text,
  supervised $bool not null,
  valid_from $text,
  valid_to $text,
  nbs_code $text,
  mca_code $text,
  predecessor $text,
  successor $text,
  source $text not null,
  confidence $text not null,
  note $text not null,
  last_seq $int not null,
  primary key (unit)
);

create table enterprise (
  enterprise $text not null,
  book $text not null,
  unit $text not null,
  unit_path $text not null,
  name $text not null,
  names $text not null,
  initials $text not null,
  credit_code $text,
  address $text not null,
  industry $text not null,
  lat $real,
  lon $real,
  split_from $text,
  merged_into $text,
  state $text not null,
  source $text not null,
  note $text not null,
  last_seq $int not null,
  primary key (enterprise)
);

create table credit_code (
  code $text not null,
  enterprise $text not null,
  primary key (code)
);

create table site (
  site $text not null,
  book $text not null,
  unit $text not null,
  unit_path $text not null,
  name $text not null,
  kinds $text not null,
  enterprise $text,
  address $text not null,
  lat $real,
  lon $real,
  valid_from $text not null,
  valid_to $text,
  last_seq $int not null,
  primary key (site)
);

create table visit (
  id $text not null,
  book $text not null,
  seq $int not null,
  unit $text not null,
  unit_path $text not null,
  kind $text not null,
  kind_version $int not null,
  period $text not null,
  nature $text not null,
  site $text,
  enterprise $text,
  plan $text,
  result $text,
  inspected $bool not null,
  joint $bool not null,
  doubtful $bool not null,
  late $text not null,
  started_at $text not null,
  lat $real,
  lon $real,
  accuracy_m $real,
  photos $int not null,
  notices $int not null,
  failed $text not null,
  actor $text not null,
  received_at $text not null,
  primary key (id)
);

create table zero_report (
  id $text not null,
  book $text not null,
  seq $int not null,
  unit $text not null,
  unit_path $text not null,
  kind $text not null,
  period $text not null,
  rests_on $text,
  late $text not null,
  actor $text not null,
  received_at $text not null,
  primary key (id)
);

create table excuse (
  id $text not null,
  book $text not null,
  seq $int not null,
  unit $text not null,
  unit_path $text not null,
  kind $text not null,
  period $text not null,
  reason $text not null,
  actor $text not null,
  primary key (id)
);

create table plan (
  id $text not null,
  book $text not null,
  seq $int not null,
  unit $text not null,
  unit_path $text not null,
  kind $text not null,
  period $text not null,
  on_day $text,
  people $text not null,
  sites $text not null,
  primary key (id)
);

create table account (
  account $text not null,
  book $text not null,
  unit $text not null,
  unit_path $text not null,
  entry $text not null,
  grants $text not null,
  disabled $bool not null,
  machine $bool not null,
  last_seq $int not null,
  primary key (account)
);

create table report (
  book $text not null,
  kind $text not null,
  period $text not null,
  unit_path $text not null,
  id $text not null,
  at_seq $int not null,
  figures $text not null,
  frozen_at $text not null,
  primary key (book, kind, period)
);

create table listing (
  listing $text not null,
  book $text not null,
  seq $int not null,
  unit $text not null,
  unit_path $text not null,
  list $text not null,
  name $text not null,
  enterprise $text,
  fields $text not null,
  valid_from $text,
  valid_to $text,
  source $text not null,
  document_no $text,
  claimed_in $text not null,
  note $text not null,
  primary key (listing)
);

create table publication (
  book $text not null,
  dataset $text not null,
  kind $text not null,
  unit_path $text not null,
  id $text not null,
  period_from $text,
  period_to $text,
  open_months $bool not null,
  source $text not null,
  document_no $text not null,
  withdrawn $bool not null,
  approved_by $text not null,
  approved_at $text not null,
  primary key (book, dataset, kind)
);

create table calendar (
  book $text not null,
  year $int not null,
  unit_path $text not null,
  days $text not null,
  source $text not null,
  document_no $text not null,
  last_seq $int not null,
  primary key (book, year)
);

create table reference (
  book $text not null,
  name $text not null,
  row $text not null,
  valid_from $text not null,
  valid_to $text,
  unit_path $text not null,
  fields $text not null,
  source $text not null,
  confidence $text not null,
  last_seq $int not null,
  primary key (book, name, row, valid_from)
);

create table area (
  unit $text not null,
  valid_from $text not null,
  book $text not null,
  unit_path $text not null,
  crs $text not null,
  geometry $text not null,
  source $text not null,
  last_seq $int not null,
  primary key (unit, valid_from)
);

create table setting (
  book $text not null,
  name $text not null,
  unit_path $text not null,
  value $text not null,
  last_seq $int not null,
  primary key (book, name)
);

create table amended (
  id $text not null,
  book $text not null,
  unit_path $text not null,
  corrected_by $text,
  voided_by $text,
  last_seq $int not null,
  primary key (id)
);

create index visit_by_month on visit (kind, period, unit_path);
create index visit_by_unit on visit (unit_path, started_at);
create index visit_by_enterprise on visit (enterprise, period);
create index visit_by_plan on visit (plan);
create index visit_by_place on visit (kind, period, lat, lon);
create index zero_report_by_month on zero_report (kind, period, unit_path);
create index excuse_by_month on excuse (kind, period, unit_path);
create index site_by_unit on site (unit_path);
create index enterprise_by_unit on enterprise (unit_path);
create index unit_by_path on unit (path);
create index plan_by_month on plan (period, unit_path);
create index listing_by_list on listing (list, unit_path);
