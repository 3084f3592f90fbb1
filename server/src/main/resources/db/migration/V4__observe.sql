-- Telemetry as stored: traces, executions, actions and their content. Everything of one trace is filed under one `day`.
-- trace_id is an OpenTelemetry trace id (16 bytes as uuid), span_id a span id (8 bytes as bigint, 0 = none).

-- One row for each trace: the day under which it is filed, and the lock under which it is assembled.
create table traces (
  organization_id uuid not null,
  trace_id uuid not null,
  day date not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- packs written so far: the number of the next one
  packs integer not null default 0,
  -- actions whose execution, or whose execution's parent, is not known yet
  pending integer not null default 0,
  -- a stored log record says something about a run
  telling_logs boolean not null default false,
  -- until the provisional execution is settled by time
  settled boolean not null default false,
  primary key (organization_id, trace_id)
) with (fillfactor = 80);
create index traces_day on traces (day);
create index traces_unsettled on traces (last_seen_at) where not settled and pending > 0;
select metaagent_protect('traces', 'select, insert, update, delete', 'rw');

-- One run of one agent. Numbers are its own, without nested executions.
create table executions (
  organization_id uuid not null,
  day date not null,
  trace_id uuid not null,
  -- the span that began it; 0 while that is not known (the provisional execution of the trace)
  span_id bigint not null,
  agent_id uuid not null,
  name text not null,
  -- the span above the beginning (0 none), and the execution that holds it (null none or not known yet)
  above_span bigint not null default 0,
  parent_span bigint,
  -- 0 unknown, 1 ok, 2 error, 3 running
  status smallint not null,
  success boolean,
  success_source text,
  success_confidence real,
  started_at timestamptz not null,
  ended_at timestamptz,
  duration_nanos bigint,
  arrived_at timestamptz not null,
  -- it ended more than 10 minutes before its telemetry arrived
  late boolean not null default false,
  -- its times are not plausible; the arrival time stands in for them
  implausible boolean not null default false,
  session_id text,
  user_id text,
  environment text,
  -- session, user and environment as this execution itself said them (the others are inherited from its parent)
  own_session text,
  own_user text,
  own_environment text,
  service_name text,
  framework text,
  agent_version text,
  prompt_name text,
  prompt_version text,
  arm text,
  assignment_probability double precision,
  task_class text,
  learnings text[] not null default '{}',
  -- response models by output tokens, most first
  models text[] not null default '{}',
  model_tokens bigint[] not null default '{}',
  input_tokens bigint,
  output_tokens bigint,
  cache_read_tokens bigint,
  cache_write_tokens bigint,
  reasoning_tokens bigint,
  cost_nano bigint,
  -- model calls whose price is not known: cost_nano is then a lower bound
  unpriced_calls integer not null default 0,
  action_count integer not null default 0,
  -- model, tool, retrieval, ... actions; a run without any is not a run of an agent and is not listed
  step_count integer not null default 0,
  error_count integer not null default 0,
  error_type text,
  error_message text,
  error_span bigint,
  -- the newest failed action, whether or not the run recovered: error_* once the run has failed
  fault_type text,
  fault_message text,
  fault_span bigint,
  fault_nanos bigint not null default 0,
  -- a second span of the same run failed
  joined_failed boolean not null default false,
  -- status of the action that began it, and its times as sent (nanoseconds since 1970)
  beginning_status smallint not null default 0,
  beginning_error_type text,
  beginning_error_message text,
  started_nanos bigint not null default 0,
  ended_nanos bigint not null default 0,
  -- bit per fact that the beginning itself said; other facts may come from any action
  said_by_beginning integer not null default 0,
  -- plain metadata the tenant sent, as JSON text
  attributes text,
  mapping_version smallint not null,
  primary key (organization_id, day, trace_id, span_id)
) partition by range (day);
create index executions_started on executions (organization_id, started_at desc);
create index executions_agent on executions (organization_id, agent_id, started_at desc);
create index executions_ended on executions (organization_id, agent_id, ended_at);
create index executions_failed on executions (organization_id, started_at desc) where success = false;
create index executions_session on executions (organization_id, session_id, started_at) where session_id is not null;
create index executions_user on executions (organization_id, user_id, started_at desc) where user_id is not null;
select metaagent_protect('executions', 'select, insert, update, delete', 'r');

-- One action: a model call, a tool call, a retrieval, ... Bodies lie in action_contents.
create table agent_execution_logs (
  organization_id uuid not null,
  trace_id uuid not null,
  span_id bigint not null,
  parent_span bigint not null,
  -- the execution it belongs to: the span that began it, 0 = the provisional execution of the trace
  execution_span bigint not null,
  started_at timestamptz not null,
  duration_nanos bigint,
  cost_nano bigint,
  -- shared by two spans of one call (hash of the provider's response id); only one of them is counted
  call_key bigint,
  day date not null,
  input_tokens integer,
  output_tokens integer,
  cache_read_tokens integer,
  cache_write_tokens integer,
  reasoning_tokens integer,
  time_to_first_token_ms integer,
  -- the pack of action_contents that holds its span
  pack integer not null,
  kind smallint not null,
  status smallint not null,
  mapping_version smallint not null,
  pending boolean not null,
  streamed boolean not null,
  -- false: a wrapper, or a second span of the same call; its tokens and cost are in no sum
  counted boolean not null,
  name text not null,
  model text,
  provider text,
  error_type text,
  error_message text,
  tool_call_id text,
  primary key (organization_id, day, trace_id, span_id)
) partition by range (day);
create index agent_execution_logs_started on agent_execution_logs (organization_id, started_at desc);
create index agent_execution_logs_failed on agent_execution_logs (organization_id, started_at desc) where status = 2;
create index agent_execution_logs_pending on agent_execution_logs (organization_id, trace_id, parent_span) where pending;
create index agent_execution_logs_call on agent_execution_logs (organization_id, trace_id, call_key) where call_key is not null;
select metaagent_protect('agent_execution_logs', 'select, insert, update, delete', 'r');

-- Content: the spans (or log records) of one trace that came in one batch, as zstd-compressed OTLP protobuf, so that
-- what repeats inside them is stored once.
create table action_contents (
  organization_id uuid not null,
  day date not null,
  trace_id uuid not null,
  pack integer not null,
  -- 1 TracesData, 2 LogsData
  signal smallint not null,
  raw_bytes integer not null,
  body bytea not null,
  primary key (organization_id, day, trace_id, pack)
) partition by range (day);
alter table action_contents alter column body set storage external;
select metaagent_protect('action_contents', 'select, insert, update, delete', 'r');

-- A log record, joined to its span on read.
create table action_log_records (
  organization_id uuid not null,
  day date not null,
  trace_id uuid not null,
  -- hash of trace, span, time, name and body
  id uuid not null,
  span_id bigint not null,
  at timestamptz not null,
  name text,
  pack integer not null,
  primary key (organization_id, day, trace_id, id)
) partition by range (day);
select metaagent_protect('action_log_records', 'select, insert, update, delete', 'r');

-- Values of the attribute keys an organization declared, for attr.<key>= filters.
create table execution_attributes (
  organization_id uuid not null,
  day date not null,
  key text not null,
  value text not null,
  started_at timestamptz not null,
  trace_id uuid not null,
  span_id bigint not null,
  primary key (organization_id, day, key, value, started_at, trace_id, span_id)
) partition by range (day);
select metaagent_protect('execution_attributes', 'select, insert, update, delete', 'r');

-- Words of ended executions (names, errors, the beginning of input and output), filled by a job.
create table execution_words (
  organization_id uuid not null,
  day date not null,
  trace_id uuid not null,
  span_id bigint not null,
  started_at timestamptz not null,
  words tsvector not null,
  primary key (organization_id, day, trace_id, span_id)
) partition by range (day);
create index execution_words_search on execution_words using gin (words);
select metaagent_protect('execution_words', 'select, insert, update, delete', 'rw');

insert into day_partitioned_tables values
  ('executions'), ('agent_execution_logs'), ('action_contents'), ('action_log_records'), ('execution_attributes'),
  ('execution_words');

-- News: one row for each committed batch, read by consumers below the oldest running transaction.
create table recorded_batches (
  organization_id uuid not null,
  id bigint generated always as identity,
  transaction_id xid8 not null default pg_current_xact_id(),
  recorded_at timestamptz not null,
  -- JSON: the touched executions with their light facts
  facts text not null,
  primary key (organization_id, id)
);
create index recorded_batches_order on recorded_batches (transaction_id, id);
create index recorded_batches_age on recorded_batches (recorded_at);
select metaagent_protect('recorded_batches', 'select, insert', 'rw');

-- How far each consumer of recorded_batches has read: no organization.
create table batch_cursors (
  consumer text primary key,
  transaction_id xid8 not null,
  id bigint not null
);
grant select, insert, update on batch_cursors to metaagent_system;
