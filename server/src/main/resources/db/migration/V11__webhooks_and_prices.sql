-- Prices that an organization sets itself, and what comes in by signed webhooks.

create table model_prices (
  organization_id uuid not null,
  model text not null,
  -- JSON: prices in US dollars per million tokens, by length of the input
  tiers text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (organization_id, model)
);
select metaagent_protect('model_prices', 'select, insert, update, delete');

-- Model calls without a cost, by model: what is shown first in Settings, and what is priced later. Calls that were
-- priced when they came are not in it, so it costs ingest nothing where prices are known.
create index agent_execution_logs_unpriced
  on agent_execution_logs (organization_id, model, started_at) include (input_tokens, output_tokens)
  where cost_nano is null and counted and model is not null;

-- Where somebody else's system sends its events. The secret is derived from the server's and stored nowhere.
create table webhook_sources (
  organization_id uuid not null,
  id text not null,
  source text not null check (source in ('n8n', 'coldforge', 'agency-pm', 'generic')),
  name text not null,
  -- JSON, only of generic ones
  mapping text,
  -- which of the derived secrets is valid; the one before stays valid for a day after rotated_at
  rotation integer not null default 0,
  rotated_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  disabled boolean not null default false,
  last_received_at timestamptz,
  received bigint not null default 0,
  refused bigint not null default 0,
  last_problem text,
  primary key (organization_id, id)
);
select metaagent_protect('webhook_sources', 'select, insert, update, delete');

-- Signatures that were accepted a moment ago: the same request is not taken twice, on whichever node it comes in.
create table webhook_signatures (
  organization_id uuid not null,
  webhook_id text not null,
  signature bytea not null,
  expires_at timestamptz not null,
  primary key (organization_id, webhook_id, signature)
);
create index webhook_signatures_expiry on webhook_signatures (organization_id, expires_at);
select metaagent_protect('webhook_signatures', 'select, insert, delete');
