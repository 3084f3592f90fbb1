-- The two roles that requests and jobs run as, and the functions that put every tenant's table behind row-level
-- security and keep day partitions. No role has BYPASSRLS; the owner itself is subject to the policies (forced).

do $$
begin
  if not exists (select from pg_roles where rolname = 'metaagent_app') then
    create role metaagent_app nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'metaagent_system') then
    create role metaagent_system nologin;
  end if;
end
$$;

do $$
begin
  execute format('grant metaagent_app, metaagent_system to %I', current_user);
exception when others then
  -- a superuser, or an owner who was granted both beforehand, needs nothing
  if not pg_has_role(current_user, 'metaagent_app', 'member') then
    raise;
  end if;
end
$$;

do $$
begin
  execute format('grant usage on schema %I to metaagent_app, metaagent_system', current_schema());
end
$$;

-- Puts one table of a tenant behind row-level security. `system_access` lists what jobs across organizations may do
-- there: 'r' read, 'w' insert, update and delete.
create function metaagent_protect(target regclass, app_rights text, system_access text default '') returns void
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
end
$$;
revoke execute on function metaagent_protect from public;

-- The tables that hold one partition for each UTC day.
create table day_partitioned_tables (
  name text primary key
);
grant select on day_partitioned_tables to metaagent_app, metaagent_system;

-- Creates the partitions of one day, each behind its own forced row-level security and granted to nobody: rows are
-- reached through the parent only. Attaching takes no lock that stops readers or writers of other days.
create function metaagent_create_day(wanted date) returns void
language plpgsql security definer set search_path from current as $$
declare
  parent text;
  partition text;
begin
  perform pg_advisory_xact_lock(hashtext('metaagent_create_day'));
  for parent in select name from day_partitioned_tables order by name loop
    partition := parent || '_' || to_char(wanted, 'YYYYMMDD');
    if to_regclass(quote_ident(partition)) is null then
      execute format('create table %I (like %I including all)', partition, parent);
      perform metaagent_protect(quote_ident(partition)::regclass, '');
      if parent = 'execution_words' then
        -- words compress well, and rows of a few hundred bytes would otherwise never be compressed
        execute format('alter table %I set (toast_tuple_target = 256)', partition);
      end if;
      execute format('alter table %I attach partition %I for values from (%L) to (%L)',
        parent, partition, wanted, wanted + 1);
    end if;
  end loop;
end
$$;
revoke execute on function metaagent_create_day from public;
grant execute on function metaagent_create_day to metaagent_app, metaagent_system;

-- Days that have partitions now.
create function metaagent_days() returns setof date
language sql stable security definer set search_path from current as $$
  select to_date(right(child.relname, 8), 'YYYYMMDD')
  from pg_inherits
  join pg_class child on child.oid = inhrelid
  where inhparent = to_regclass('executions')
  order by 1
$$;
revoke execute on function metaagent_days from public;
grant execute on function metaagent_days to metaagent_app, metaagent_system;

-- Retention: drops whole days before the given one and answers how many partitions went.
create function metaagent_drop_days_before(oldest date, table_name text default null) returns integer
language plpgsql security definer set search_path from current as $$
declare
  partition text;
  dropped integer := 0;
begin
  for partition in
    select child.relname
    from day_partitioned_tables
    join pg_inherits on inhparent = to_regclass(quote_ident(name))
    join pg_class child on child.oid = inhrelid
    where to_date(right(child.relname, 8), 'YYYYMMDD') < oldest
      and (table_name is null or name = table_name)
  loop
    execute format('drop table %I', partition);
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;
revoke execute on function metaagent_drop_days_before from public;
grant execute on function metaagent_drop_days_before to metaagent_system;
