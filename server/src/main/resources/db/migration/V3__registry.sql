-- What exists: agents, what changed on them, who calls whom.

create table agent_registry (
  organization_id uuid not null,
  id uuid not null,
  name text not null,
  -- lower case, runs of space, '-' and '_' as one '-': one agent per organization and normalised name
  normalized_name text not null,
  framework text,
  version text,
  environment text,
  owner text,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  archived_at timestamptz,
  -- an alias: new data of this name belongs to that agent
  merged_into uuid,
  merged_at timestamptz,
  -- the agent that stands for every name after the first 1,000
  unnamed boolean not null default false,
  simulated boolean not null default false,
  primary key (organization_id, id),
  unique (organization_id, normalized_name)
);
select metaagent_protect('agent_registry', 'select, insert, update', 'rw');

create table agent_changes (
  organization_id uuid not null,
  agent_id uuid not null,
  -- first_seen, prompt, model, version, environment
  kind text not null,
  name text not null default '',
  from_value text not null default '',
  to_value text not null,
  at timestamptz not null,
  primary key (organization_id, agent_id, kind, name, to_value)
);
create index agent_changes_newest on agent_changes (organization_id, at desc);
select metaagent_protect('agent_changes', 'select, insert, update, delete', 'rw');

create table agent_dependencies (
  organization_id uuid not null,
  from_agent uuid not null,
  to_agent uuid not null,
  kind text not null check (kind in ('nested', 'handoff')),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (organization_id, from_agent, to_agent, kind)
);
select metaagent_protect('agent_dependencies', 'select, insert, update, delete', 'rw');
