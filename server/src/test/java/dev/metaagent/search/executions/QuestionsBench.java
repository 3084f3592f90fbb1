package dev.metaagent.search.executions;

import com.zaxxer.hikari.HikariDataSource;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.database.EmbeddedPostgres;
import dev.metaagent.executions.Contents;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.search.AgentStatuses;
import dev.metaagent.search.describe.ExecutionViews;
import dev.metaagent.search.groups.GroupsQuestion;
import dev.metaagent.search.query.ActionList;
import dev.metaagent.search.query.AgentNames;
import dev.metaagent.search.query.DeclaredAttributes;
import dev.metaagent.search.query.ExecutionList;
import dev.metaagent.search.query.RecordedActions;
import dev.metaagent.search.query.RecordedExecutions;
import dev.metaagent.search.query.SortedList;
import dev.metaagent.search.query.SortedRows;
import dev.metaagent.tenancy.Elsewhere;
import dev.metaagent.tenancy.TenantTransactions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.json.JsonMapper;

/// Times the questions on a database that {@link BulkDatabase} made, as the application role,
/// answers written as JSON but without HTTP: {@code QuestionsBench <folder> <rounds> [part of a
/// name]}.
final class QuestionsBench {

  private static final List<String> EXECUTIONS =
      List.of(
          "",
          "limit=500",
          "failed=true",
          "status=error",
          "success=unknown",
          "agent=Agent 3",
          "agent=Agent 3&failed=true",
          "agent=Agent 49&failed=true&from=-30d",
          "model=gpt-4o",
          "model=gpt-4o&version=v3&promptVersion=14",
          "environment=staging&root=true",
          "root=false",
          "sessionId=session-99990",
          "userId=user-77",
          "userId=user-77&failed=true&from=-30d",
          "minCostUsd=0.0199",
          "minDurationMs=3190",
          "errorType=Timeout",
          "errorType=NoSuchError&from=-30d",
          "model=none&from=-30d",
          "attr.locale=de",
          "attr.locale=xx&from=-30d",
          "from=-30d&to=-20d",
          "sort=-costUsd",
          "sort=costUsd",
          "sort=-durationMs&from=-30d",
          "sort=-tokens&from=-7d",
          "sort=startedAt&from=-30d",
          "sort=-costUsd&from=-5m",
          "sort=-costUsd&agent=Agent 3",
          "sort=-durationMs&agent=Agent 49&failed=true&from=-30d",
          "sort=-costUsd&q=w100&from=-30d",
          "agent=Agent 3&agent=Agent 4&agent=Agent 49",
          "model=gpt-4o&model=gpt-4o-mini&not.version=v3",
          "traceId=" + "0".repeat(32));

  private static final List<String> WORDS =
      List.of(
          "q=answer",
          "q=order999000",
          "q=order77 customer",
          "q=w15000&from=-30d",
          "q=w100&from=-30d",
          "q=w3 w5",
          "q=w12000 w19000&from=-30d",
          "q=nosuchword",
          "q=order99*&from=-30d",
          "q=answer&agent=Agent 3&failed=true");

  private static final List<String> COUNTED =
      List.of(
          "",
          "from=-7d",
          "from=-30d",
          "agent=Agent 3&from=-30d",
          "failed=true&from=-30d",
          "model=gpt-4o&from=-30d",
          "q=w100&from=-30d",
          "q=answer&from=-30d");

  private static final List<String> GROUPED =
      List.of(
          "by=agent",
          "by=agent&sort=-costUsd&limit=10",
          "by=model",
          "by=user",
          "by=environment",
          "by=attr.locale",
          "by=agent&from=-1h",
          "by=agent&from=-7d",
          "by=agent&from=-30d",
          "by=user&agent=Agent 49&from=-30d",
          "by=agent&failed=true&from=-30d");

  private static final List<String> ACTIONS =
      List.of(
          "",
          "kind=tool",
          "status=error",
          "status=error&kind=llm",
          "name=search_orders&model=none",
          "agent=Agent 3",
          "agent=Agent 49&status=error",
          "model=gpt-4o&from=-30d");

  private final int rounds;
  private final String part;
  private final JsonMapper json = JsonMapper.builder().build();

  private QuestionsBench(int rounds, String part) {
    this.rounds = rounds;
    this.part = part;
  }

  public static void main(String[] arguments) {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]));
        HikariDataSource dataSource = BulkDatabase.open(postgres)) {
      QuestionsBench bench =
          new QuestionsBench(
              Integer.parseInt(arguments[1]), arguments.length > 2 ? arguments[2] : "");
      Principal principal = new Principal(OrganizationId.LOCAL, "bench", Role.ADMIN, null);
      Caller.run(principal, () -> bench.run(dataSource));
    }
  }

  private void run(HikariDataSource dataSource) {
    TenantTransactions transactions = new TenantTransactions(dataSource);
    Instant newest =
        transactions.read(() ->
            JdbcClient.create(dataSource)
                .sql("select max(started_at) from executions")
                .query(OffsetDateTime.class)
                .single()
                .toInstant());
    Clock clock = Clock.fixed(newest, ZoneOffset.UTC);
    AgentNames agents = new AgentNames(dataSource);
    RecordedExecutions executions = new RecordedExecutions(dataSource);
    DeclaredAttributes declared = new DeclaredAttributes(dataSource);
    ExecutionList list = new ExecutionList(executions, agents, declared);
    ExecutionViews views = ExecutionViews.over(dataSource);
    Privacy privacy = Privacy.standard(new byte[32], new SimpleMeterRegistry());
    ExecutionsController lists =
        new ExecutionsController(
            transactions,
            clock,
            list,
            new SortedList(list, executions, new SortedRows(dataSource)),
            views,
            new Histogram(list, executions),
            new Facets(json, executions, list),
            json,
            privacy);
    RecordedActions actions = new RecordedActions(dataSource);
    Contents contents = new Contents(dataSource);
    OneExecution one = new OneExecution(executions, actions, contents, views);
    ActionsController trees =
        new ActionsController(
            transactions,
            clock,
            one,
            executions,
            actions,
            new ActionList(dataSource, list),
            contents,
            new ToolExchange(actions, contents),
            new Elsewhere(List::of),
            privacy);
    EXECUTIONS.forEach(query -> time("executions?" + query, () -> lists.list(given(query))));
    WORDS.forEach(query -> time("executions?" + query, () -> lists.list(given(query))));
    COUNTED.forEach(query -> time("histogram?" + query, () -> lists.histogram(given(query))));
    COUNTED.forEach(query -> time("facets?" + query, () -> lists.facets(given(query))));
    GroupsQuestion groups = GroupsQuestion.over(dataSource, list, clock);
    GROUPED.forEach(query -> time("groups?" + query, () -> groups.ask(given(query))));
    ACTIONS.forEach(query -> time("actions?" + query, () -> trees.across(given(query))));
    String id = lists.list(given("limit=1")).items().getFirst().id();
    time("execution", () -> trees.execution(id));
    time("execution/actions", () -> trees.actions(id, given("")));
    SessionsController sessions =
        new SessionsController(
            dataSource,
            transactions,
            clock,
            executions,
            one,
            views,
            privacy,
            new Elsewhere(List::of));
    time("session", () -> sessions.session("session-99990", given("")));
    DependenciesController dependencies =
        new DependenciesController(
            dataSource,
            transactions,
            clock,
            agents,
            new DefaultListableBeanFactory().getBeanProvider(AgentStatuses.class));
    time("dependencies", () -> dependencies.dependencies(given("")));
  }

  private interface Question {
    Object ask();
  }

  private void time(String name, Question question) {
    if (!name.contains(part)) {
      return;
    }
    String answer = json.writeValueAsString(question.ask());
    double[] millis = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      answer = json.writeValueAsString(question.ask());
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%-62s p50 %7.1f  p95 %7.1f ms  %s",
            name,
            millis[rounds / 2],
            millis[Math.min(rounds - 1, rounds * 95 / 100)],
            seen(answer)));
  }

  private String seen(String answer) {
    var node = json.readTree(answer);
    if (node.has("items")) {
      return node.get("items").size()
          + " items"
          + (node.get("nextCursor").isNull() ? "" : " +")
          + (node.has("scannedTo") ? " scanned to " + node.get("scannedTo").asString() : "");
    }
    return node.has("complete")
        ? node.get(node.has("total") ? "total" : "failed").asLong()
            + " counted, complete "
            + node.get("complete").asBoolean()
        : answer.length() + " characters";
  }

  private static MultiValueMap<String, String> given(String query) {
    MultiValueMap<String, String> decoded = new LinkedMultiValueMap<>();
    UriComponentsBuilder.newInstance().query(query).build().getQueryParams().forEach(decoded::put);
    return decoded;
  }
}
