-- The day in a partition's name may only be read where the name ends with one: the planner is free to look at the
-- names of other relations first.
create or replace function metaagent_drop_days_before(oldest date, table_name text default null) returns integer
language plpgsql security definer set search_path from current as $$
declare
  partition text;
  dropped integer := 0;
begin
  -- days are made under the same lock: both touch all parents
  perform pg_advisory_xact_lock(hashtext('metaagent_create_day'));
  for partition in
    select child.relname
    from day_partitioned_tables
    join pg_inherits on inhparent = to_regclass(quote_ident(name))
    join pg_class child on child.oid = inhrelid
    where case when child.relname ~ '_[0-9]{8}$' then to_date(right(child.relname, 8), 'YYYYMMDD') < oldest end
      and (table_name is null or name = table_name)
  loop
    execute format('drop table %I', partition);
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;
