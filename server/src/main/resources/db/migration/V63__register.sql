-- The register of agents: what people say of each agent, its review, and what it was seen to use.

alter table agent_registry
  add column purpose text,
  add column team text,
  -- what kinds of data it works with, in free words
  add column data_classes text[] not null default '{}',
  -- null: nobody has said
  add column risk text check (risk in ('low', 'medium', 'high')),
  add column review text not null default 'unreviewed' check (review in ('unreviewed', 'approved', 'restricted')),
  add column reviewed_at timestamptz,
  add column reviewed_by text,
  add column review_reason text,
  -- null: the review holds until the next one
  add column reviewed_until timestamptz,
  -- the last change of purpose, team, data classes or risk
  add column register_changed_at timestamptz,
  add column register_changed_by text,
  -- what it used in runs that ended before was not noted; null: everything was
  add column uses_unknown_before timestamptz default now();
alter table agent_registry alter column uses_unknown_before drop default;

-- Tools, models and versions of prompts that runs of an agent used, each once; kept longer than the runs.
create table agent_uses (
  organization_id uuid not null,
  agent_id uuid not null,
  kind text not null check (kind in ('tool', 'model', 'prompt')),
  name text not null,
  -- of a prompt; '' for everything else
  version text not null default '',
  -- the start of the earliest known run that used it, and that run
  first_seen_at timestamptz not null,
  execution_id text not null,
  -- the agent whose review in force covers it: this one, or the one that this name was merged into then
  reviewed_agent uuid,
  primary key (organization_id, agent_id, kind, name, version)
);
select metaagent_protect('agent_uses', 'select, update', 'rw');
