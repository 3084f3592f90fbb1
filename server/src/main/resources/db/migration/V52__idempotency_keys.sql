-- The answers of commands that carried an Idempotency-Key, kept for a day so that a repeated command is answered again
-- instead of done again. Neither the key nor the answer can be read from here: the key is hashed, and the answer, which may
-- hold a secret that is shown once, is sealed with a key that needs both the secret of the server and the key of the caller.
create table idempotency_keys (
  organization_id uuid not null,
  key_hash bytea not null,
  request_hash bytea not null,
  claimed_at timestamptz not null,
  status smallint,
  content_type text,
  answer bytea,
  primary key (organization_id, key_hash)
);

comment on column idempotency_keys.key_hash is 'SHA-256 of the caller and its key';
comment on column idempotency_keys.request_hash is 'SHA-256 of method, path, query and body';
comment on column idempotency_keys.status is 'of the answer; null until the command has ended';

create index idempotency_keys_old on idempotency_keys (organization_id, claimed_at);

select metaagent_protect('idempotency_keys', 'select, insert, update, delete');
