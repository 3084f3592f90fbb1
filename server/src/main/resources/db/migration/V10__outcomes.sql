-- What is known of success beyond the run itself, runs that were told without OpenTelemetry, and how long an
-- organization keeps what it has.

-- What the run says of its own success; executions.success is the best evidence there is.
alter table executions add column declared_success boolean;

-- All evidence, whenever it came. An outcome names an execution (trace and span), a trace, or a key of the caller's;
-- until what it names has arrived, it waits.
create table execution_outcomes (
  organization_id uuid not null,
  id text not null,
  -- what it names: a trace and, unless the first run of it is meant, a span; or a key, until a run has that
  trace_id uuid,
  span_id bigint not null default 0,
  key text,
  -- the execution it is attached to, null while it waits
  execution_span bigint,
  -- the day of its trace; the day it came while it waits
  day date not null,
  kind text not null,
  success boolean,
  -- outcome, person, downstream, judge, detector: the first that says something of success is believed
  source text not null,
  confidence double precision,
  value numeric,
  comment text,
  said_by text,
  at timestamptz not null,
  received_at timestamptz not null,
  -- hash of everything the sender said: the same again changes nothing
  content uuid not null,
  primary key (organization_id, id)
) with (fillfactor = 85);
create index execution_outcomes_trace on execution_outcomes (organization_id, trace_id);
create index execution_outcomes_key on execution_outcomes (organization_id, key) where trace_id is null;
create index execution_outcomes_waiting on execution_outcomes (received_at) where execution_span is null;
create index execution_outcomes_day on execution_outcomes (day);
select metaagent_protect('execution_outcomes', 'select, insert, update, delete', 'rw');

-- Keys under which runs are found by what happens later.
create table outcome_keys (
  organization_id uuid not null,
  key text not null,
  started_at timestamptz not null,
  trace_id uuid not null,
  -- the span that told the key
  span_id bigint not null,
  day date not null,
  primary key (organization_id, key, started_at, trace_id, span_id)
);
create index outcome_keys_trace on outcome_keys (organization_id, trace_id);
create index outcome_keys_day on outcome_keys (day);
select metaagent_protect('outcome_keys', 'select, insert, update, delete', 'rw');

-- The edition of a run that is stored: a newer one replaces it.
create table execution_editions (
  organization_id uuid not null,
  trace_id uuid not null,
  -- the span that begins the run
  span_id bigint not null,
  revision bigint not null,
  -- 0 while it runs or when its end was not told
  ended_nanos bigint not null,
  content bigint not null,
  day date not null,
  primary key (organization_id, trace_id, span_id)
);
create index execution_editions_day on execution_editions (day);
select metaagent_protect('execution_editions', 'select, insert, update, delete', 'rw');

-- The traces of runs that are part of another run's trace, by a hash of the caller's id.
create table run_places (
  organization_id uuid not null,
  id uuid not null,
  trace_id uuid not null,
  day date not null,
  primary key (organization_id, id)
);
create index run_places_day on run_places (day);
select metaagent_protect('run_places', 'select, insert, update, delete', 'rw');

-- How long an organization keeps what it has, where that is shorter than the installation does.
create table organization_retention (
  organization_id uuid not null,
  execution_days integer check (execution_days > 0),
  content_days integer check (content_days > 0),
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (organization_id)
);
select metaagent_protect('organization_retention', 'select, insert, update', 'r');
