-- Statistics for the planner, of tables that have few or none: without them the planner takes the rows of an
-- organization and a day for a handful and reads all of them. Autovacuum comes once a minute, and a new day's
-- partition can hold a million rows by then. `below` names the rows of the last analysis under which a table is
-- analysed again: one of no rows counts as 0, none as -1.
create function metaagent_analyze_day(wanted date, below integer) returns integer
language plpgsql security definer set search_path from current as $$
declare
  target text;
  analyzed integer := 0;
begin
  -- one node at a time, and never waiting
  if not pg_try_advisory_xact_lock(hashtext('metaagent_analyze_day')) then
    return 0;
  end if;
  for target in
    select relname
    from pg_class
    where relnamespace = current_schema()::regnamespace
      and relkind = 'r'
      and reltuples < below
      and (not relispartition
        or relname in (select name || '_' || to_char(wanted, 'YYYYMMDD') from day_partitioned_tables))
    order by relname
  loop
    execute format('analyze %I', target);
    analyzed := analyzed + 1;
  end loop;
  return analyzed;
end
$$;
revoke execute on function metaagent_analyze_day from public;
grant execute on function metaagent_analyze_day to metaagent_system;
