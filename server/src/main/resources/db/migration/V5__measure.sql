-- Executions as numbers. Everything here can be recomputed from executions.

create table agent_metric_buckets (
  organization_id uuid not null,
  -- seconds: 10 (kept 2 h), 60 (kept 2 days), 3600
  width integer not null,
  bucket timestamptz not null,
  agent_id uuid not null,
  -- '' = not known
  version text not null default '',
  prompt_name text not null default '',
  prompt_version text not null default '',
  model text not null default '',
  environment text not null default '',
  ok integer not null,
  failed integer not null,
  unknown integer not null,
  late integer not null,
  actions bigint not null,
  input_tokens bigint,
  output_tokens bigint,
  cache_read_tokens bigint,
  cache_write_tokens bigint,
  cost_nano bigint,
  unpriced integer not null default 0,
  -- t-digests of duration (ms) and cost (nano-USD)
  latency bytea,
  cost bytea,
  -- JSON: [{"type": ..., "count": ...}]
  errors text,
  primary key (organization_id, width, agent_id, bucket, version, prompt_name, prompt_version, model, environment)
);
create index agent_metric_buckets_time on agent_metric_buckets (organization_id, width, bucket);
select metaagent_protect('agent_metric_buckets', 'select, insert, update, delete', 'rw');

create table agent_health_realtime (
  organization_id uuid not null,
  agent_id uuid not null,
  window_seconds integer not null,
  as_of timestamptz not null,
  executions integer not null,
  succeeded integer not null,
  failed integer not null,
  unknown integer not null,
  latency_p50_ms double precision,
  latency_p95_ms double precision,
  latency_p99_ms double precision,
  cost_nano bigint,
  input_tokens bigint,
  output_tokens bigint,
  cache_read_tokens bigint,
  cache_write_tokens bigint,
  errors text,
  primary key (organization_id, agent_id, window_seconds)
);
select metaagent_protect('agent_health_realtime', 'select, insert, update, delete', 'rw');

create table agent_performance_metrics (
  organization_id uuid not null,
  -- a day of the organization's time zone, which is stored with the row
  day date not null,
  time_zone text not null,
  agent_id uuid not null,
  version text not null default '',
  prompt_name text not null default '',
  prompt_version text not null default '',
  model text not null default '',
  executions integer not null,
  succeeded integer not null,
  failed integer not null,
  unknown integer not null,
  late integer not null,
  actions bigint not null,
  input_tokens bigint,
  output_tokens bigint,
  cache_read_tokens bigint,
  cache_write_tokens bigint,
  cost_nano bigint,
  unpriced integer not null,
  latency_p50_ms double precision,
  latency_p95_ms double precision,
  latency_p99_ms double precision,
  errors text,
  -- numbers of a day that changed after it was first aggregated
  revised boolean not null default false,
  computed_at timestamptz not null,
  primary key (organization_id, day, agent_id, version, prompt_name, prompt_version, model)
);
select metaagent_protect('agent_performance_metrics', 'select, insert, update, delete', 'rw');

-- Objectives; an agent without a row has the defaults (success 98 %, p95 3 s, cost per success $0.05).
create table agent_slas (
  organization_id uuid not null,
  agent_id uuid not null,
  success_rate double precision not null,
  latency_p95_ms double precision not null,
  cost_per_success_nano bigint not null,
  updated_at timestamptz not null,
  updated_by text not null,
  reason text not null,
  primary key (organization_id, agent_id)
);
select metaagent_protect('agent_slas', 'select, insert, update, delete', 'r');
