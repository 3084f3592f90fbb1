-- Searching words. `@@` is not leakproof, so under row-level security no index answers it. The question therefore goes
-- through functions that run as the system role (which may read every row of execution_words) and take the organization
-- from the setting of the transaction, as the policies do: they answer keys of that organization only. Each row carries
-- its organization as a word of its own ('@' and its id), so that the index keeps tenants apart too.

create index execution_words_started on execution_words (organization_id, started_at desc);

-- Runs with these words among the newest `looked_at` before a position, newest first: right for common words.
create function metaagent_words_newest(wanted tsquery, oldest timestamptz, before timestamptz, before_trace uuid,
    before_span bigint, looked_at integer, most integer)
  returns table (found_day date, found_trace uuid, found_span bigint, found_at timestamptz)
language sql stable security definer set search_path from current as $$
  select day, trace_id, span_id, started_at
  from (
    select day, trace_id, span_id, started_at, words
    from execution_words
    where organization_id = nullif(current_setting('metaagent.organization', true), '')::uuid
      and started_at >= oldest and started_at <= before
      and (started_at, trace_id, span_id) < (before, before_trace, before_span)
    order by started_at desc, trace_id desc, span_id desc
    limit looked_at
  ) newest
  where words @@ wanted
  order by started_at desc, trace_id desc, span_id desc
  limit most
$$;

-- The same over everything, by the index of words: right for rare words.
create function metaagent_words_indexed(wanted tsquery, oldest timestamptz, before timestamptz, before_trace uuid,
    before_span bigint, most integer)
  returns table (found_day date, found_trace uuid, found_span bigint, found_at timestamptz)
language sql stable security definer set search_path from current as $$
  with matching as materialized (
    select day, trace_id, span_id, started_at
    from execution_words
    where organization_id = nullif(current_setting('metaagent.organization', true), '')::uuid
      and words @@ (wanted && ('''@' || nullif(current_setting('metaagent.organization', true), '') || '''')::tsquery)
  )
  select day, trace_id, span_id, started_at
  from matching
  where started_at >= oldest and started_at <= before
    and (started_at, trace_id, span_id) < (before, before_trace, before_span)
  order by started_at desc, trace_id desc, span_id desc
  limit most
$$;

revoke execute on function metaagent_words_newest from public;
revoke execute on function metaagent_words_indexed from public;

do $$
declare
  found text;
begin
  execute format('grant create on schema %I to metaagent_system', current_schema());
  foreach found in array array['metaagent_words_newest', 'metaagent_words_indexed'] loop
    execute format('alter function %I owner to metaagent_system', found);
    execute format('grant execute on function %I to metaagent_app', found);
  end loop;
  execute format('revoke create on schema %I from metaagent_system', current_schema());
end
$$;
