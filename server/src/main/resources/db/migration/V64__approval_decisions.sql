-- What a person needs to decide about a tool call: the rule as it was asked, and links that decide.

-- The rule as it stood when it asked: its condition in words, its place, what becomes of the call without an answer, and
-- which conditions the arguments met. Null: it was not known.
alter table tool_approvals add column rule jsonb;

create index tool_approvals_soonest on tool_approvals (organization_id, expires_at, id) where state = 'pending';
create index tool_approvals_ended
  on tool_approvals (organization_id, (coalesce(decided_at, expires_at)) desc, id desc);
create index tool_approvals_tool on tool_approvals (organization_id, agent_id, tool, asked_at desc);
create index tool_approvals_rule on tool_approvals (organization_id, rule_id, asked_at desc) where rule_id is not null;

-- Links that let somebody without an account decide one question, once. The link itself is signed and not kept.
create table tool_approval_links (
  organization_id uuid not null,
  id uuid not null,
  approval_id uuid not null,
  made_by text not null,
  -- the API key or the member that made it; both null: local mode, or a member of another organization
  maker_key text,
  maker_member uuid,
  -- whom it was made for; null: whoever made it did not say
  made_for text,
  made_at timestamptz not null,
  -- null: it decided nothing yet
  used_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, approval_id) references tool_approvals (organization_id, id) on delete cascade
);
create index tool_approval_links_approval on tool_approval_links (organization_id, approval_id);
select metaagent_protect('tool_approval_links', 'select, insert, update, delete', '');
