-- Erasing a trace finds what was told of it.
create index run_places_trace on run_places (organization_id, trace_id);
