-- For whom we work, who may come in, and who changed what.

create table organizations (
  id uuid primary key,
  name text not null,
  time_zone text not null default 'UTC',
  -- keys that may be searched with attr.<key>
  attribute_keys text[] not null default '{}',
  simulated boolean not null default false,
  created_at timestamptz not null default now()
);
alter table organizations enable row level security;
alter table organizations force row level security;
create policy own on organizations to metaagent_app
  using (id = nullif(current_setting('metaagent.organization', true), '')::uuid);
create policy system on organizations to metaagent_system using (true) with check (true);
grant select, update on organizations to metaagent_app;
grant select, insert, update, delete on organizations to metaagent_system;

create table api_keys (
  organization_id uuid not null,
  id text not null,
  name text not null,
  scope text not null check (scope in ('ingest', 'read', 'admin')),
  -- SHA-256 of the secret part; the secret itself is shown once and never stored
  secret_hash bytea not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  primary key (organization_id, id)
);
select metaagent_protect('api_keys', 'select, insert, update');

create table audit_log (
  organization_id uuid not null,
  id bigint not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text not null,
  reason text,
  details text,
  -- SHA-256 over the previous hash and this row; the first row of an organization follows 32 zero bytes
  previous_hash bytea not null,
  hash bytea not null,
  primary key (organization_id, id)
);
select metaagent_protect('audit_log', 'select, insert');

create table saved_views (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  page text not null,
  query text not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (organization_id, id)
);
select metaagent_protect('saved_views', 'select, insert, update, delete');

-- Jobs of db-scheduler: no organization.
create table scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures int,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_due on scheduled_tasks (execution_time);
grant select, insert, update, delete on scheduled_tasks to metaagent_system;
