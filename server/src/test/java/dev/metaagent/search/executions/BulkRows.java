package dev.metaagent.search.executions;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Many executions of the shapes that the intake writes, made inside the database: one fifth of
/// them in the last day, the rest spread over the days before, each with ten actions, 5 % failed,
/// one in ten nested in another, and words of a Zipf-like vocabulary.
final class BulkRows {

  private static final int AGENTS = 50;
  private static final int CHUNK = 20_000;

  private static final String AGENT_ROWS =
      """
      insert into agent_registry (organization_id, id, name, normalized_name, framework, first_seen_at, last_seen_at)
      select :organization, md5('agent' || n || :organization)::uuid, 'Agent ' || n, 'agent-' || n, 'langgraph',
        now() - interval '30 days', now()
      from generate_series(0, :agents - 1) n
      on conflict do nothing
      """;

  private static final String EXECUTION_ROWS =
      """
      insert into executions (organization_id, day, trace_id, span_id, agent_id, name, above_span, parent_span, status,
        success, success_source, success_confidence, started_at, ended_at, duration_nanos, arrived_at, session_id,
        user_id, environment, service_name, framework, agent_version, prompt_name, prompt_version, models,
        input_tokens, output_tokens, cost_nano, action_count, step_count, error_count, error_type, error_message, error_span,
        attributes, mapping_version)
      select :organization, :day, md5('trace' || n / 10 * 10 + case when n % 10 = 9 then 8 else n % 10 end)::uuid,
        n + 1, md5('agent' || floor(:agents * power(random(), 2))::int || :organization)::uuid,
        'Answer the customer ' || n % 1000,
        case when n % 10 = 9 then n * 10 + 5 else 0 end, case when n % 10 = 9 then n end,
        case when n % 20 = 7 then 2 else 1 end, n % 20 <> 7, 'status', 1, started,
        started + make_interval(secs => 0.2 + 3 * random()), (2e8 + 3e9 * random())::bigint, started + interval '4 s',
        'session-' || n / 10, 'user-' || n % 5000, (array['production', 'production', 'staging'])[n % 3 + 1],
        'support', 'langgraph', 'v' || n / 100000 % 5, 'answer', (12 + n / 50000 % 4)::text,
        array[(array['gpt-4o', 'gpt-4o-mini', 'claude-sonnet-4-5', 'claude-haiku-4-5'])[n % 4 + 1]],
        (2000 * random())::bigint, (500 * random())::bigint, (2e7 * random())::bigint, 10, 8,
        case when n % 20 = 7 then 1 else 0 end, case when n % 20 = 7 then (array['Timeout', 'ValueError',
        'RateLimit'])[n % 3 + 1] end, case when n % 20 = 7 then 'the tool did not answer' end, null,
        '{"locale":"' || (array['de', 'en', 'fr'])[n % 3 + 1] || '","campaign":"Q' || n % 4 || '"}', 1
      from (select n, :first::timestamptz + (n - :start) * (:step * interval '1 microsecond') as started
            from generate_series(:start, :start + :count - 1) n) rows
      """;

  private static final String ACTION_ROWS =
      """
      insert into agent_execution_logs (organization_id, trace_id, span_id, parent_span, execution_span, started_at,
        duration_nanos, cost_nano, day, input_tokens, output_tokens, pack, kind, status, mapping_version, pending,
        streamed, counted, name, model, provider, error_type, error_message)
      select :organization, trace_id, case when k = 0 then span_id else span_id * 100000000 + k end,
        case when k = 0 then above_span when k < 4 then span_id else span_id * 100000000 + k / 3 end, span_id,
        started_at + k * interval '20 ms', 15000000, case when k % 3 = 1 then 1000000 end, day,
        case when k % 3 = 1 then 200 end, case when k % 3 = 1 then 50 end, 0, case when k = 0 then 5 else
        (array[1, 2, 6])[k % 3 + 1] end, case when k = 9 and status = 2 then 2 else 1 end, 1, false, false, true,
        (array['chat', 'search_orders', 'agent', 'route'])[k % 4 + 1], case when k % 3 = 1 then models[1] end,
        case when k % 3 = 1 then 'openai' end, case when k = 9 and status = 2 then error_type end,
        case when k = 9 and status = 2 then error_message end
      from executions, generate_series(0, 9) k
      where day = :day and span_id between :start + 1 and :start + :count
      """;

  private static final String WORD_ROWS =
      """
      insert into execution_words (organization_id, day, trace_id, span_id, started_at, words)
      select organization_id, day, trace_id, span_id, started_at, array_to_tsvector(
        array['@' || organization_id, 'answer', 'the', 'customer', 'order' || span_id]
        || (select array_agg(distinct word)
            from (select 'w' || floor(20000 * power(random(), 3) + span_id * 0)::int as word
                  from generate_series(1, 60)) drawn))
      from executions
      where day = :day and span_id between :start + 1 and :start + :count
      """;

  private static final String TRACE_ROWS =
      """
      insert into traces (organization_id, trace_id, day, first_seen_at, last_seen_at, packs)
      select distinct on (trace_id) organization_id, trace_id, day, arrived_at, arrived_at, 1
      from executions
      where day = :day and span_id between :start + 1 and :start + :count
      on conflict do nothing
      """;

  private final JdbcClient jdbc;
  private final TenantTransactions tenant;
  private final SystemTransactions system;
  private final OrganizationId organization;
  private final List<String> statements;

  /// @param actions whether to make their actions and words too: most rows, which questions about
  ///   executions do not read
  BulkRows(DataSource dataSource, OrganizationId organization, boolean actions) {
    this.statements =
        actions
            ? List.of(EXECUTION_ROWS, ACTION_ROWS, TRACE_ROWS, WORD_ROWS)
            : List.of(EXECUTION_ROWS);
    this.jdbc = JdbcClient.create(dataSource);
    this.tenant = new TenantTransactions(dataSource);
    this.system = new SystemTransactions(dataSource);
    this.organization = organization;
  }

  /// Fills `executions` rows (and ten actions for each) into the days that end now.
  void fill(Instant now, long executions, int days) {
    change(AGENT_ROWS, 0, 0, now, 0, LocalDate.ofInstant(now, ZoneOffset.UTC));
    long newest = executions / 5;
    long older = (executions - newest) / (days - 1) / 10 * 10;
    long start = 0;
    for (int back = days - 1; back >= 0; back--) {
      LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(back);
      long wanted = back == 0 ? executions - start : older;
      Instant first = day.atStartOfDay(ZoneOffset.UTC).toInstant();
      Instant last = back == 0 ? now : first.plus(1, ChronoUnit.DAYS);
      long step = Math.max(1, ChronoUnit.MICROS.between(first, last) / wanted);
      ensure(day);
      for (long done = 0; done < wanted; done += CHUNK) {
        long count = Math.min(CHUNK, wanted - done);
        fillChunk(day, first.plus(step * done, ChronoUnit.MICROS), step, start + done, count);
      }
      start += wanted;
      System.out.println(day + " " + start + " executions");
    }
  }

  private void fillChunk(LocalDate day, Instant first, long step, long start, long count) {
    for (String sql : statements) {
      change(sql, start, count, first, step, day);
    }
  }

  private void change(String sql, long start, long count, Instant first, long step, LocalDate day) {
    Tenant.run(
        organization,
        () ->
            tenant.write(() ->
                jdbc.sql(sql)
                    .param("organization", organization.value())
                    .param("agents", AGENTS)
                    .param("start", start)
                    .param("count", count)
                    .param("first", first.atOffset(ZoneOffset.UTC))
                    .param("step", step)
                    .param("day", day)
                    .update()));
  }

  private void ensure(LocalDate day) {
    system.call(() ->
        jdbc.sql("select 1 from metaagent_create_day(:day)")
            .param("day", day)
            .query()
            .listOfRows());
  }

  static UUID agent(OrganizationId organization, int number, JdbcClient jdbc) {
    return jdbc.sql("select md5('agent' || :number || :organization)::uuid")
        .param("number", number)
        .param("organization", organization.toString())
        .query(UUID.class)
        .single();
  }
}
