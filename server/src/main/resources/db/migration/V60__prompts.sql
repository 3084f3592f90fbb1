-- Prompts under version control. Versions are never changed; labels name the version in use: production is what policies
-- serve. Rows go with what they refer to, in whichever order the tables of an example organization are emptied.

create table agent_prompts (
  organization_id uuid not null,
  name text not null,
  version integer not null check (version > 0),
  content text not null,
  -- names that the content holds as {{name}}
  variables text[] not null default '{}',
  model text,
  -- JSON objects and lists as they were given; null: none
  parameters jsonb,
  tools jsonb,
  -- the version that it was made from
  parent integer,
  content_hash text not null,
  reason text,
  created_by text not null,
  created_at timestamptz not null,
  primary key (organization_id, name, version)
);
select metaagent_protect('agent_prompts', 'select, insert', 'r');

create table prompt_names (
  organization_id uuid not null,
  name text not null,
  -- whose prompt it is; null: of every agent
  agent_id uuid,
  created_by text not null,
  created_at timestamptz not null,
  primary key (organization_id, name),
  foreign key (organization_id, agent_id) references agent_registry (organization_id, id) on delete cascade
);
select metaagent_protect('prompt_names', 'select, insert, update', 'r');

alter table agent_prompts add foreign key (organization_id, name) references prompt_names (organization_id, name)
  on delete cascade;

create table prompt_labels (
  organization_id uuid not null,
  name text not null,
  label text not null,
  version integer not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (organization_id, name, label),
  foreign key (organization_id, name, version) references agent_prompts (organization_id, name, version)
    on delete cascade
);
select metaagent_protect('prompt_labels', 'select, insert, update, delete', 'r');
