-- The event log: every entry says what it is; the cursors say when they last moved; what a consumer cannot handle is
-- set aside, so that it holds up nothing behind it.

alter table recorded_batches rename column facts to payload;
alter table recorded_batches add column type text not null default 'executions';
alter table recorded_batches add column version integer not null default 1;
comment on column recorded_batches.payload is 'JSON array of events';
comment on column recorded_batches.version is 'form of the events; 1: the flat form of the first release';

alter table batch_cursors add column advanced_at timestamptz not null default now();
grant delete on batch_cursors to metaagent_system;

-- Events that a consumer failed to handle, as copies: the log is trimmed without regard to them.
create table log_entries_set_aside (
  organization_id uuid not null,
  consumer text not null,
  transaction_id bigint not null,
  entry_id bigint not null,
  -- which event of the entry; -1: the whole entry
  part integer not null,
  recorded_at timestamptz not null,
  type text not null,
  version integer not null,
  payload text not null,
  reason text not null,
  tries integer not null,
  first_failed_at timestamptz not null,
  last_failed_at timestamptz not null,
  -- null: not before somebody asks for it
  next_try_at timestamptz,
  primary key (organization_id, consumer, entry_id, part)
);
create index log_entries_set_aside_due on log_entries_set_aside (consumer, next_try_at);
select metaagent_protect('log_entries_set_aside', 'select, update (tries, next_try_at), delete', 'rw');
