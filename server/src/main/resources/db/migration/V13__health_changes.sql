-- Which transaction wrote a row of health last: whoever watches asks for what came after the transactions it saw.
alter table agent_health_realtime add column changed_in xid8 not null default pg_current_xact_id();
