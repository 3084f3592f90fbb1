-- Who resumed what is stopped, and which SDKs have a stream of policies open.

-- The last resumption, while a share is admitted; null: none since the stop.
alter table policy_settings
  add column resumed_at timestamptz,
  add column resumed_reason text,
  add column resumed_by text;

-- When the last stream of a process ended; null: it had none.
alter table policy_holders add column streamed_at timestamptz;

-- Streams that are open on any node. The node of a stream keeps seen_at new.
create table policy_streams (
  organization_id uuid not null,
  id uuid not null,
  instance uuid not null,
  agents uuid[] not null,
  seen_at timestamptz not null,
  primary key (organization_id, id)
);
create index policy_streams_instance on policy_streams (organization_id, instance);
select metaagent_protect('policy_streams', 'select, insert, update, delete', 'rw');
