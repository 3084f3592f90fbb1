-- Lists by an index where the filter allows. Under row-level security only leakproof operators lead an index: equality
-- and ranges, no `any`, no `@>`. Partial indexes hold only the runs and actions that have the value, so that those that
-- succeed, of no experiment and no task class cost nothing.

create index executions_status on executions (organization_id, status, started_at desc) where status <> 1;
create index executions_error on executions (organization_id, error_type, started_at desc) where error_type is not null;
create index executions_version on executions (organization_id, agent_version, started_at desc)
  where agent_version is not null;
create index executions_prompt on executions (organization_id, prompt_name, started_at desc)
  where prompt_name is not null;
create index executions_arm on executions (organization_id, arm, started_at desc) where arm is not null;
create index executions_task_class on executions (organization_id, task_class, started_at desc)
  where task_class is not null;
create index agent_execution_logs_error on agent_execution_logs (organization_id, error_type, started_at desc)
  where error_type is not null;
