-- Two instrumentations can tell one model call twice; two calls of one instrumentation are two calls. With the scope of
-- each model call, calls that only run at the same time are known apart without reading the whole trace again.

-- hash of the instrumentation scope of a model call; null for other actions, and for calls stored before this column
alter table agent_execution_logs add column call_scope bigint;

-- the one scope of all model calls of the trace; null while it has none, 0 = several, or not known
alter table traces add column call_scope bigint default 0;
