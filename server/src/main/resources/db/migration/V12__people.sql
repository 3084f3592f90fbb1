-- People: members of organizations, their sessions, and a journal that even its owner cannot rewrite by mistake.

create table members (
  organization_id uuid not null,
  id uuid not null,
  -- lower case; the same person may be a member of several organizations, with a password for each
  email text not null,
  name text not null default '',
  role text not null check (role in ('admin', 'developer', 'viewer')),
  -- Argon2id in its encoded form; null until one is chosen
  password_hash text,
  password_set_at timestamptz,
  -- who this is to the identity provider, from the first JWT that was shown on
  subject text,
  -- SHA-256 of the secret of the one link that sets a password
  link_hash bytea,
  link_expires_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  disabled_at timestamptz,
  last_seen_at timestamptz,
  last_way text check (last_way in ('password', 'jwt')),
  primary key (organization_id, id),
  unique (organization_id, email),
  unique (organization_id, subject)
);
-- signing in with a password asks for an e-mail address before an organization is known
create index members_email on members (email);
select metaagent_protect('members', 'select, insert, update, delete', 'r');

create table sessions (
  organization_id uuid not null,
  id text not null,
  -- SHA-256 of the secret part of the cookie
  secret_hash bytea not null,
  member_id uuid not null,
  way text not null check (way in ('password', 'jwt')),
  -- further organizations that the same sign-in opened
  also uuid[] not null default '{}',
  signed_in_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, member_id) references members on delete cascade
);
create index sessions_member on sessions (organization_id, member_id);
select metaagent_protect('sessions', 'select, insert, update, delete');

-- Nobody was granted update or delete on the journal; this also stops whoever needs no grant.
create function metaagent_keep_journal() returns trigger
language plpgsql as $$
begin
  raise exception 'audit_log is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
end
$$;
create trigger append_only before update or delete on audit_log
  for each row execute function metaagent_keep_journal();
create trigger append_only_whole before truncate on audit_log
  for each statement execute function metaagent_keep_journal();
