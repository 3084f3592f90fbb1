-- Where code came from. A repository is an address without credentials, a commit the revision.

-- The source that a run was built from, as its telemetry says.
alter table executions
  add column vcs_repository text,
  add column vcs_ref text,
  add column vcs_commit text;

-- The source of the first run that had the new value; kept longer than that run.
alter table agent_changes
  add column vcs_repository text,
  add column vcs_ref text,
  add column vcs_commit text;

-- Versions of agents that were put in place, as those who did it report.
create table deployments (
  organization_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  version text not null,
  -- null: not said
  environment text,
  vcs_repository text,
  vcs_ref text,
  vcs_commit text not null,
  at timestamptz not null,
  reported_by text not null,
  reported_at timestamptz not null,
  primary key (organization_id, id),
  unique nulls not distinct (organization_id, agent_id, version, environment, vcs_commit),
  foreign key (organization_id, agent_id) references agent_registry (organization_id, id) on delete cascade
);
create index deployments_newest on deployments (organization_id, at desc, id desc);
create index deployments_version on deployments (organization_id, version, at desc);
select metaagent_protect('deployments', 'select, insert, delete', 'r');
