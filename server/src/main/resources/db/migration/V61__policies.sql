-- What agents may do: limits, rules on tools, the stop, questions for people, and who holds which policy.

-- Keys for agents, which read their policies.
alter table api_keys drop constraint api_keys_scope_check;
alter table api_keys add constraint api_keys_scope_check check (scope in ('ingest', 'read', 'admin', 'agent'));
-- names of the agents that a key of the scope agent speaks for; null: all of them
alter table api_keys add column agents text[];

-- What people set for one agent, or for the fleet where agent_id is null. The part of an agent adds to that of the fleet.
create table policy_settings (
  organization_id uuid not null,
  agent_id uuid,
  max_actions integer check (max_actions > 0),
  max_seconds double precision check (max_seconds > 0),
  max_cost_usd numeric check (max_cost_usd > 0),
  max_age_seconds integer check (max_age_seconds > 0),
  after_max_age text check (after_max_age in ('open', 'closed')),
  -- a list of rules, in order
  tool_rules jsonb not null default '[]',
  -- null: not stopped; the share of new executions that is admitted meanwhile
  stopped_since timestamptz,
  stopped_reason text,
  stopped_by text,
  stopped_share double precision check (stopped_share >= 0 and stopped_share < 1),
  updated_at timestamptz not null,
  unique nulls not distinct (organization_id, agent_id),
  foreign key (organization_id, agent_id) references agent_registry (organization_id, id) on delete cascade
);
select metaagent_protect('policy_settings', 'select, insert, update', 'r');

-- The keys that sign policies. A key itself is derived from the secret of the server and its number.
create table policy_keys (
  organization_id uuid not null,
  number integer not null check (number > 0),
  not_before timestamptz not null,
  -- null: until a newer key replaces it
  not_after timestamptz,
  created_by text not null,
  primary key (organization_id, number)
);
select metaagent_protect('policy_keys', 'select, insert, update', 'r');

-- Which process of which SDK holds which version of a policy.
create table policy_holders (
  organization_id uuid not null,
  agent_id uuid not null,
  instance uuid not null,
  sdk text not null,
  version bigint not null,
  -- executions that it refused because of a stop since it started
  refused bigint not null default 0,
  seen_at timestamptz not null,
  primary key (organization_id, agent_id, instance)
);
create index policy_holders_old on policy_holders (organization_id, seen_at);
select metaagent_protect('policy_holders', 'select, insert, update, delete', 'rw');

-- Tool calls that wait, or waited, for a person.
create table tool_approvals (
  organization_id uuid not null,
  id uuid not null,
  agent_id uuid not null,
  execution_id text,
  tool text not null,
  -- null: the SDK does not send content
  arguments jsonb,
  rule_id text,
  -- the reason that the rule gave
  rule_reason text,
  state text not null check (state in ('pending', 'approved', 'denied', 'expired')),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  -- of the API key that asked; null: another caller
  asked_by text,
  decided_by text,
  decided_at timestamptz,
  reason text,
  primary key (organization_id, id)
);
create index tool_approvals_newest on tool_approvals (organization_id, asked_at desc, id desc);
create index tool_approvals_state on tool_approvals (organization_id, state, asked_at desc, id desc);
create index tool_approvals_execution on tool_approvals (organization_id, execution_id) where execution_id is not null;
create index tool_approvals_due on tool_approvals (expires_at) where state = 'pending';
select metaagent_protect('tool_approvals', 'select, insert, update, delete', 'rw');

-- Messages about approvals that were answered long ago are removed.
grant delete on control_messages to metaagent_app;
