-- Executions of the arms of an experiment are counted apart; '' = in none. Decision 21 says why task classes are not.

alter table agent_metric_buckets add column arm text not null default '';
alter table agent_metric_buckets
  drop constraint agent_metric_buckets_pkey,
  add primary key (organization_id, width, agent_id, bucket, version, prompt_name, prompt_version, model, environment,
    arm);
