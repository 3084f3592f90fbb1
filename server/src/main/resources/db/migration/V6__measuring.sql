-- What measuring still has to do, and by which aliases it counted.

-- Buckets (width 60 or 3600 s) and days (width 86400) that must be counted again. Committed together with what made
-- them stale, taken with what counts them.
create table agent_metric_dirty (
  organization_id uuid not null,
  width integer not null,
  agent_id uuid not null,
  bucket timestamptz not null,
  since timestamptz not null,
  primary key (organization_id, width, agent_id, bucket)
);
create index agent_metric_dirty_newest on agent_metric_dirty (width, bucket);
select metaagent_protect('agent_metric_dirty', '', 'rw');

-- The merges of agents that the buckets follow. Where agent_registry says otherwise, both agents are counted again.
create table agent_metric_aliases (
  organization_id uuid not null,
  agent_id uuid not null,
  merged_into uuid not null,
  primary key (organization_id, agent_id)
);
select metaagent_protect('agent_metric_aliases', '', 'rw');

-- Buckets of the present are rewritten some times a second: room for heap-only updates.
alter table agent_metric_buckets set (fillfactor = 60);
alter table agent_health_realtime set (fillfactor = 60);
