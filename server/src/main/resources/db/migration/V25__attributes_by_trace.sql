-- The attributes of a run are brought up to date with it: found by its trace.
create index execution_attributes_trace on execution_attributes (organization_id, day, trace_id);
