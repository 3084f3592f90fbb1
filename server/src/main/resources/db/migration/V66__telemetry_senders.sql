-- The numbers of the records that arrived from each process of an SDK. What is missing between them was lost.
create table telemetry_senders (
  organization_id uuid not null,
  -- the id that the process gave itself; records that it left behind are sent by a later process under this id
  instance uuid not null,
  sdk text not null,
  received int8multirange not null,
  -- records that the process dropped because its log was full, as it says, since it started
  dropped bigint not null default 0,
  -- numbers below are not judged: of a process with very many gaps only the newest are kept
  judged_from bigint not null default 1,
  -- the highest number at a time; after a while everything below it should be here
  mark bigint not null,
  marked_at timestamptz not null,
  -- the mark before: everything below it should be here now
  settled bigint not null default 0,
  first_seen_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (organization_id, instance)
);
create index telemetry_senders_seen on telemetry_senders (organization_id, seen_at);
-- those that may have lost something
create index telemetry_senders_incomplete on telemetry_senders (organization_id, seen_at desc, instance desc)
  where dropped > 0 or received <> int8multirange(int8range(1, upper(received)));
select metaagent_protect('telemetry_senders', 'select, insert, update, delete', 'rw');
