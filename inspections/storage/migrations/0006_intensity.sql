-- Energy-intensity goals and results, one line each as its paper prints it; and how many firms a line of a list leaves unnamed.

create table intensity (
  figure $text not null,
  book $text not null,
  seq $int not null,
  unit $text not null,
  unit_path $text not null,
  role $text not null,
  indicator $text not null,
  period $text not null,
  change_percent $text not null,
  target_percent $text,
  over_pp $text,
  source_unit $text not null,
  document_no $text not null,
  state $text not null,
  base_revised $bool not null,
  public_basis $text not null,
  caveat $text not null,
  primary key (figure)
);

alter table listing add column unnamed $int not null default 0;
