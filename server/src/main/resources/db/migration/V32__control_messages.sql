-- Control messages: the latest message of each key of a topic. The row of a topic gives out revisions under its lock,
-- so that they become visible in order, whatever other transactions are running.

create table control_topics (
  organization_id uuid not null,
  topic text not null,
  revision bigint not null,
  primary key (organization_id, topic)
);
select metaagent_protect('control_topics', 'select, insert, update', 'rw');

create table control_messages (
  organization_id uuid not null,
  topic text not null,
  key text not null,
  revision bigint not null,
  -- JSON; null: there is nothing about the key any more
  payload text,
  at timestamptz not null,
  primary key (organization_id, topic, key)
);
create index control_messages_order on control_messages (organization_id, topic, revision);
select metaagent_protect('control_messages', 'select, insert, update', 'rw');
