-- Traces that wait for their beginning, by when they were first seen. Neither the key nor the condition changes with a
-- further span, so that PostgreSQL can update the row in place (HOT): by its last span, as before, each span that came
-- alone wrote to three indexes.
drop index traces_unsettled;
alter table traces add waiting boolean generated always as (pending > 0 and not settled) stored;
create index traces_waiting on traces (first_seen_at, organization_id, trace_id) where waiting;
