-- An agent's span can report tokens and a cost for its run as a whole. They count only where no call reports any: then
-- this is true, and a call that reports something later takes their place.
alter table executions add column usage_of_agent boolean not null default false;

-- Two instrumentations can report one model call in two traces, so that a call is found by its key in any trace of the
-- day; within a trace it is found by the same index.
drop index agent_execution_logs_call;
create index agent_execution_logs_call on agent_execution_logs (organization_id, call_key, trace_id)
  where call_key is not null;
