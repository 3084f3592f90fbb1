-- The example fleet lives in organizations of its own, whose ids share a prefix that is used for nothing else. Each new
-- one gets a new id, so that no node remembers anything of one that was removed. Removing one is the only case in which
-- rows of every table go at once: the system role may do that, and a policy keeps it to those ids.

alter table organizations add column removed_at timestamptz;

create or replace function metaagent_protect(target regclass, app_rights text, system_access text default '') returns void
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s to metaagent_app
       using (organization_id = nullif(current_setting(''metaagent.organization'', true), '''')::uuid)
       with check (organization_id = nullif(current_setting(''metaagent.organization'', true), '''')::uuid)', target);
  if app_rights <> '' then
    execute format('grant %s on %s to metaagent_app', app_rights, target);
  end if;
  if system_access like '%r%' then
    execute format('create policy system_read on %s for select to metaagent_system using (true)', target);
    execute format('grant select on %s to metaagent_system', target);
  end if;
  if system_access like '%w%' then
    execute format('create policy system_write on %s to metaagent_system using (true) with check (true)', target);
    execute format('grant insert, update, delete on %s to metaagent_system', target);
  end if;
  -- partitions, which are granted to nobody, are reached through their parents
  if app_rights <> '' or system_access <> '' then
    perform metaagent_let_example_go(target);
  end if;
end
$$;

-- Lets jobs remove the rows of example organizations from a table.
create function metaagent_let_example_go(target regclass) returns void
language plpgsql as $$
begin
  execute format(
    'create policy example_removal on %s to metaagent_system
       using (organization_id >= ''00000000-0000-7000-8000-e00000000000''::uuid
         and organization_id < ''00000000-0000-7000-8000-f00000000000''::uuid)
       with check (false)', target);
  execute format('grant select, delete on %s to metaagent_system', target);
end
$$;
revoke execute on function metaagent_let_example_go from public;

do $$
declare
  found regclass;
begin
  for found in
    select polrelid::regclass
    from pg_policy
    join pg_class on pg_class.oid = polrelid
    where polname = 'tenant' and relnamespace = current_schema()::regnamespace and not relispartition
    order by relname
  loop
    perform metaagent_let_example_go(found);
  end loop;
end
$$;

-- A journal is append-only; that of an example organization goes with it.
create or replace function metaagent_keep_journal() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.organization_id >= '00000000-0000-7000-8000-e00000000000'::uuid
      and old.organization_id < '00000000-0000-7000-8000-f00000000000'::uuid then
      return old;
    end if;
  end if;
  raise exception 'audit_log is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
end
$$;
