-- Copying a ledger to another engine: vault, links, inbox, photos' records, secrets and tokens go along; sessions do not.

-- name: copy_secrets
select account, password, code, code_until, changed_at from secret order by account

-- name: put_secret
insert into secret (account, password, code, code_until, changed_at)
values (:account, :password, :code, :code_until, :changed_at)

-- name: copy_tokens
select token_hash, name, account, scopes, created_at, expires_at, revoked_at from token order by token_hash

-- name: put_token
insert into token (token_hash, name, account, scopes, created_at, expires_at, revoked_at)
values (:token_hash, :name, :account, :scopes, :created_at, :expires_at, :revoked_at)

-- name: copy_photos
select sha256, account, bytes, received_at, damaged from photo order by sha256, account
