package dev.metaagent.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.Page;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.search.filter.ExecutionField;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Parameters;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.filter.Sorting;
import dev.metaagent.search.filter.WordIndex;
import dev.metaagent.search.query.ActionList;
import dev.metaagent.search.query.AgentNames;
import dev.metaagent.search.query.DeclaredAttributes;
import dev.metaagent.search.query.ExecutionList;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.ExecutionSearch;
import dev.metaagent.search.query.RecordedExecutions;
import dev.metaagent.search.query.SortedPlace;
import dev.metaagent.search.query.SortedRows;
import dev.metaagent.tenancy.SystemTransactions;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/// Which index each filter of a list is led by, as the application role, behind row-level security.
class ListIndexesTest {

  private static final UUID ORGANIZATION = UUID.randomUUID();
  private static Instant now = Instant.EPOCH;
  private static final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());

  private static final String RUNS =
      """
      insert into executions (organization_id, day, trace_id, span_id, agent_id, name, status, success, started_at,
        arrived_at, session_id, user_id, environment, agent_version, prompt_name, prompt_version, arm, task_class,
        models, step_count, error_type, mapping_version)
      select :organization, :day, gen_random_uuid(), n, md5('a' || n % 100)::uuid, 'run', case when n % 50 = 7 then 2
        when n % 50 = 8 then 3 else 1 end, n % 50 <> 7, :now::timestamptz - n * interval '10 ms', :now, 's' || n / 5,
        'u' || n / 5, case when n > 3900 then 'staging' else 'production' end, 'v' || n % 60, 'p' || n % 70, n % 3, 'arm' || n % 80, 'class' || n % 90,
        array['gpt-4o'], 3, case when n % 50 = 7 then 'E' || n % 20 end, 1
      from generate_series(1, 4000) n
      """;

  private static final String ACTIONS =
      """
      insert into agent_execution_logs (organization_id, trace_id, span_id, parent_span, execution_span, started_at,
        day, pack, kind, status, mapping_version, pending, streamed, counted, name, error_type)
      select organization_id, trace_id, span_id, 0, span_id, started_at, day, 0, 1, case when error_type is null
        then 1 else 2 end, 1, false, false, true, 'chat', error_type
      from executions where organization_id = :organization and day = :day
      """;

  @BeforeAll
  static void fill() throws SQLException {
    now = Clock.systemUTC().instant();
    new SystemTransactions(TestDatabase.dataSource())
        .call(() ->
            jdbc.sql("select metaagent_create_day(:day)").param("day", day()).query().listOfRows());
    TenantTransactions transactions = new TenantTransactions(TestDatabase.dataSource());
    Tenant.run(
        new OrganizationId(ORGANIZATION),
        () -> List.of(RUNS, ACTIONS).forEach(sql -> transactions.write(() -> change(sql))));
    try (Connection connection = TestDatabase.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("analyze executions");
      statement.execute("analyze agent_execution_logs");
      connection.commit();
    }
  }

  private static LocalDate day() {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  private static int change(String sql) {
    return jdbc.sql(sql)
        .param("organization", ORGANIZATION)
        .param("day", day())
        .param("now", Position.sql(now), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  private static String plan(String candidates, Map<String, Object> parameters) {
    TenantTransactions transactions = new TenantTransactions(TestDatabase.dataSource());
    return Tenant.call(
        new OrganizationId(ORGANIZATION),
        () ->
            transactions.read(() -> {
              jdbc.sql("set local enable_seqscan = off").update();
              jdbc.sql("set local enable_bitmapscan = off").update();
              return String.join(
                  "\n",
                  jdbc.sql(
                          "explain select * from ("
                              + candidates
                              + ") c "
                              + ExecutionSearch.NEWEST_FIRST
                              + " limit 2000")
                      .params(parameters)
                      .params(Position.newest(now).parameters())
                      .param("organization", ORGANIZATION)
                      .param("scan", 2_000)
                      .query(String.class)
                      .list());
            }));
  }

  private static ExecutionFilter filter(String query) {
    MultiValueMap<String, String> given =
        UriComponentsBuilder.fromUriString("?" + query).build().getQueryParams();
    return ExecutionFilter.of(
        new Parameters(given, now),
        Privacy.standard(new byte[32], new SimpleMeterRegistry()),
        WordIndex.ALL);
  }

  private static ExecutionSearch search(String query) {
    ExecutionFilter filter = filter(query);
    Map<String, List<UUID>> agents = new HashMap<>();
    filter
        .asked(ExecutionField.AGENT)
        .any()
        .forEach(agent -> agents.put(agent, List.of(UUID.fromString(agent))));
    return ExecutionSearch.of(
        filter, new ExecutionSearch.Known(agents, null, null, Set.of()), now.minusSeconds(3_600));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agent=0cc175b9-c0f1-b6a8-31c3-99e269772661|agent_id_started_at",
        "sessionId=s7|session_id_started_at",
        "userId=u7|user_id_started_at",
        "status=error|status_started_at",
        "status=running|status_started_at",
        "status=unknown|status_started_at",
        "errorType=E7|organization_id_error_type",
        "version=v7|organization_id_agent_version",
        "promptName=p7|organization_id_prompt_name",
        "promptName=p7&promptVersion=1|organization_id_prompt_name",
        "arm=arm7|arm_started_at",
        "taskClass=class7|task_class_started_at",
        "errorType=E7&errorType=E8|organization_id_error_type",
        "status=error&status=running|status_started_at",
        "userId=u7&userId=u8&userId=u9|user_id_started_at",
        "not.version=v7|organization_id_started_at",
        "status=ok|organization_id_started_at",
        "environment=staging|organization_id_started_at",
        "model=none|organization_id_started_at",
        "minCostUsd=3|organization_id_started_at",
        "root=true|organization_id_started_at"
      })
  void aFilterOfExecutionsIsLedByAnIndex(String query, String index) {
    ExecutionSearch search = search(query);

    assertThat(plan(search.candidates(), search.parameters())).contains("Index Scan", index);
  }

  @ParameterizedTest
  @CsvSource({
    "DURATION,true,duration_nanos",
    "DURATION,false,duration_nanos",
    "COST,true,cost_nano",
    "COST,false,cost_nano",
    "TOKENS,true,tokens",
    "STARTED,false,organization_id_started_at"
  })
  void aSortedListOfManyIsReadInTheOrderOfAnIndex(Sorting.By by, boolean descending, String index) {
    Sorting sorting = new Sorting(by, descending);
    SortedPlace place =
        new SortedPlace(
            sorting,
            by == Sorting.By.STARTED ? null : Long.valueOf(1_000),
            new Position(now.minusSeconds(20), UUID.randomUUID(), 7, null));
    for (SortedPlace after : Arrays.asList(null, place)) {
      String plan =
          Tenant.call(
              new OrganizationId(ORGANIZATION),
              () ->
                  new TenantTransactions(TestDatabase.dataSource())
                      .read(() -> {
                        jdbc.sql("set local enable_seqscan = off").update();
                        return new SortedRows(TestDatabase.dataSource())
                            .plan(sorting, after, now.minusSeconds(3_600), now);
                      }));
      assertThat(plan).as("after %s", after).contains("Index Scan", index);
    }
  }

  @Test
  void matchesBehindTheFirstStepAreFoundInOrderAndOnce() {
    ExecutionList list =
        new ExecutionList(
            new RecordedExecutions(TestDatabase.dataSource()),
            new AgentNames(TestDatabase.dataSource()),
            new DeclaredAttributes(TestDatabase.dataSource()));
    ExecutionFilter filter = filter("environment=staging&from=-1h");
    List<Long> found = new ArrayList<>();
    Position cursor = null;
    do {
      Position from = cursor;
      Page<ExecutionRow> page =
          Tenant.call(
              new OrganizationId(ORGANIZATION),
              () ->
                  new TenantTransactions(TestDatabase.dataSource())
                      .read(() -> list.page(filter, from, 30)));
      page.items().forEach(row -> found.add(row.id().span()));
      cursor = page.nextCursor() == null ? null : Position.parse(page.nextCursor());
    } while (cursor != null);

    assertThat(found).containsExactlyElementsOf(LongStream.range(3_901, 4_001).boxed().toList());
  }

  @Test
  void theFirstConditionWithAnIndexLeadsAndTheOthersAreChecked() {
    ExecutionSearch search = search("errorType=E7&version=v7&status=error&environment=production");

    assertThat(search.candidates()).contains("error_type = :leading0").doesNotContain("version");
    assertThat(search.remaining()).contains("agent_version", "status in (2)", "environment");
    assertThat(search.exact()).isFalse();
    assertThat(search("errorType=E7").exact()).isTrue();
    assertThat(search("status=error").exact()).isTrue();
    assertThat(search("status=ok").exact()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"session_id", "user_id"})
  void namesThatBeginWithATextAreReadByTheirIndex(String column) {
    String candidates =
        "select * from executions where organization_id = :organization and %1$s is not null and %1$s >= 's1' and %1$s < 's2'"
            .formatted(column);
    String plan =
        plan(candidates, Map.of())
            .lines()
            .filter(line -> line.contains("Index Cond"))
            .toList()
            .toString();

    assertThat(plan).contains(column + " >=");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "l.error_type = :errorType|organization_id_error_type",
        "l.status = 2|started_at",
        "true|organization_id_started_at"
      })
  void actionsAreLedByAnIndex(String leading, String index) {
    String candidates = ActionList.CANDIDATES.replace("{leading}", leading);

    assertThat(
            plan(
                candidates,
                Map.of("errorType", "E7", "lower", Position.sql(now.minusSeconds(3_600)))))
        .contains("Index Scan", index);
  }
}
