-- Lists by duration, cost and tokens. The whole key is in the index, so that equal values have an order and a page can
-- begin anywhere; runs whose value is not known are in none of these. Only leakproof operators lead an index under
-- row-level security, and the sum of two columns is none: tokens are a column of their own.

alter table executions add column tokens bigint
  generated always as (case when input_tokens is null and output_tokens is null then null
    else coalesce(input_tokens, 0) + coalesce(output_tokens, 0) end) stored;

create index executions_duration on executions (organization_id, duration_nanos, started_at, trace_id, span_id)
  where duration_nanos is not null;
create index executions_cost on executions (organization_id, cost_nano, started_at, trace_id, span_id)
  where cost_nano is not null;
create index executions_tokens on executions (organization_id, tokens, started_at, trace_id, span_id)
  where tokens is not null;
