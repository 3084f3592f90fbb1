-- A signature is claimed before its request is worked on, and done when that is committed. A claim whose server was killed
-- runs out, so that the sender's repeat is taken.
alter table webhook_signatures
  add column done boolean not null default true,
  add column claimed_until timestamptz;
grant update on webhook_signatures to metaagent_app;
