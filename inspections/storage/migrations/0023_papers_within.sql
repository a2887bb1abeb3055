-- A paper may want something done so many days after it was served.

alter table paper add column within_days $int;
alter table paper add column within $text;
alter table paper add column answered_on $text;
