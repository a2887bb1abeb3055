-- Photos: who brought one. The bytes are files.

-- name: photo_keep
insert into photo (sha256, account, bytes, received_at)
values (:sha256, :account, :bytes, :received_at)
on conflict (sha256, account) do nothing

-- name: photo_bringers
-- Who brought it, and whether that person is within the asker's scopes.
select p.account,
  case when exists (select 1 from $each(:scopes) k where a.unit_path between k.value and k.value || '~') then 1 else 0 end
from photo p left join account a on a.account = p.account
where p.sha256 = :sha256
order by p.account
