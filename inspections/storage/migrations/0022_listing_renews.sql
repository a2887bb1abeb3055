-- A renewed certificate is a line of its own that names the old one; the old line stays as it was.

alter table listing add column renews $text;
create index listing_by_renewed on listing (renews) where renews is not null;
create index listing_by_end on listing (valid_to) where valid_to is not null;
