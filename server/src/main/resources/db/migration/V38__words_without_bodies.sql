-- Viewers see names, numbers and errors, but no bodies. `words` holds the words of bodies too and is searched for
-- developers and administrators only; `plain_words` holds those of names and errors, for everybody. Runs that were
-- indexed before this are found by developers only, until they change.

alter table execution_words add column plain_words tsvector not null default ''::tsvector;
create index execution_words_plain on execution_words using gin (plain_words);

-- The functions of V8 again, for each of the two columns. They name the organization, which must be the one that the
-- transaction works for: the setting alone decides what may be seen.

drop function metaagent_words_newest(tsquery, timestamptz, timestamptz, uuid, bigint, integer, integer);
drop function metaagent_words_indexed(tsquery, timestamptz, timestamptz, uuid, bigint, integer);

do $outer$
declare
  searched text;
  made text;
begin
  execute format('grant create on schema %I to metaagent_system', current_schema());
  foreach searched in array array['words', 'plain_words'] loop
    -- runs with these words among the newest `looked_at` before a position, newest first: right for common words
    execute format($make$
      create function metaagent_%1$s_newest(tenant uuid, wanted tsquery, oldest timestamptz, before timestamptz,
          before_trace uuid, before_span bigint, looked_at integer, most integer)
        returns table (found_day date, found_trace uuid, found_span bigint, found_at timestamptz)
      language sql stable security definer set search_path from current as $$
        select day, trace_id, span_id, started_at
        from (
          select day, trace_id, span_id, started_at, %1$s as searched
          from execution_words
          where organization_id = tenant
            and organization_id = nullif(current_setting('metaagent.organization', true), '')::uuid
            and started_at >= oldest and started_at <= before
            and (started_at, trace_id, span_id) < (before, before_trace, before_span)
          order by started_at desc, trace_id desc, span_id desc
          limit looked_at
        ) newest
        where searched @@ wanted
        order by started_at desc, trace_id desc, span_id desc
        limit most
      $$
    $make$, searched);
    -- the same over everything, by the index of words: right for rare words
    execute format($make$
      create function metaagent_%1$s_indexed(tenant uuid, wanted tsquery, oldest timestamptz, before timestamptz,
          before_trace uuid, before_span bigint, most integer)
        returns table (found_day date, found_trace uuid, found_span bigint, found_at timestamptz)
      language sql stable security definer set search_path from current as $$
        with matching as materialized (
          select day, trace_id, span_id, started_at
          from execution_words
          where organization_id = tenant
            and organization_id = nullif(current_setting('metaagent.organization', true), '')::uuid
            and %1$s @@ (wanted && ('''@' || tenant || '''')::tsquery)
        )
        select day, trace_id, span_id, started_at
        from matching
        where started_at >= oldest and started_at <= before
          and (started_at, trace_id, span_id) < (before, before_trace, before_span)
        order by started_at desc, trace_id desc, span_id desc
        limit most
      $$
    $make$, searched);
    foreach made in array array['metaagent_' || searched || '_newest', 'metaagent_' || searched || '_indexed'] loop
      execute format('revoke execute on function %I from public', made);
      execute format('alter function %I owner to metaagent_system', made);
      execute format('grant execute on function %I to metaagent_app', made);
    end loop;
  end loop;
  execute format('revoke create on schema %I from metaagent_system', current_schema());
end
$outer$;
