package dev.metaagent.search.watch;

import dev.metaagent.executions.ExecutionRecorded;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.search.WatchedRows;
import dev.metaagent.search.describe.ExecutionViews;
import dev.metaagent.search.executions.OneExecution;
import dev.metaagent.search.filter.ActionFilter;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Parameters;
import dev.metaagent.search.filter.WordIndex;
import dev.metaagent.search.query.ActionList;
import dev.metaagent.search.query.ActionRow;
import dev.metaagent.search.query.ActionView;
import dev.metaagent.search.query.AgentNames;
import dev.metaagent.search.query.ExecutionList;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.ExecutionView;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads the rows that events of the log name, in the shapes of the lists.
@Component
class StoredWatchedRows implements WatchedRows {

  /// What no list shows.
  private static final List<String> BODIES =
      List.of("input", "output", "messages", "attributes", "resource", "scope", "events", "logs");

  private final WatchedStore store;
  private final ExecutionViews views;
  private final OneExecution one;
  private final ExecutionList runs;
  private final ActionList list;
  private final AgentNames agents;
  private final TenantTransactions transactions;
  private final Privacy privacy;
  private final JsonMapper json;
  private final Clock clock;

  StoredWatchedRows(
      WatchedStore store,
      ExecutionViews views,
      OneExecution one,
      ExecutionList runs,
      ActionList list,
      AgentNames agents,
      TenantTransactions transactions,
      Privacy privacy,
      JsonMapper json,
      Clock clock) {
    this.store = store;
    this.views = views;
    this.one = one;
    this.runs = runs;
    this.list = list;
    this.agents = agents;
    this.transactions = transactions;
    this.privacy = privacy;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public Actions actions(Collection<ExecutionRecorded> touched, int most) {
    return transactions.read(() -> {
      List<ActionList.Found> found = store.brought(touched, most);
      long all = found.size() < most ? found.size() : store.count(touched);
      return new Actions(
          found.stream().map(this::watched).toList(), Math.max(0, all - found.size()));
    });
  }

  @Override
  public List<WatchedRun> runs(Collection<ExecutionRecorded> touched) {
    return transactions.read(() -> views(store.runs(touched)));
  }

  @Override
  public List<WatchedAction> newestActions(@Nullable UUID agent, int most) {
    Instant now = clock.instant();
    ActionFilter filter =
        ActionFilter.ofAgent(
            agent == null ? null : agent.toString(),
            now.minus(Duration.ofHours(1)),
            now.plus(Duration.ofHours(1)),
            now,
            privacy);
    return transactions.read(
        () -> list.page(filter, null, most).items().stream().map(this::watched).toList());
  }

  @Override
  public List<WatchedRun> newestRuns(@Nullable UUID agent, int most) {
    MultiValueMap<String, String> asked = new LinkedMultiValueMap<>();
    asked.set("from", "-1h");
    if (agent != null) {
      asked.set("agent", agent.toString());
    }
    ExecutionFilter filter =
        ExecutionFilter.of(
            new Parameters(asked, clock.instant()), privacy, WordIndex.WITHOUT_BODIES);
    return transactions.read(() -> views(runs.page(filter, null, most).items()));
  }

  @Override
  public Optional<WatchedRun> run(ExecutionId id) {
    return transactions.read(
        () -> one.find(id).flatMap(row -> views(List.of(row)).stream().findFirst()));
  }

  @Override
  public String stored(String text) {
    return privacy.text(text);
  }

  @Override
  public Optional<UUID> agent(String idOrName) {
    return transactions.read(() -> agents.find(idOrName));
  }

  private List<WatchedRun> views(List<ExecutionRow> rows) {
    List<ExecutionView> views = this.views.of(rows, false);
    return IntStream.range(0, rows.size())
        .mapToObj(at -> watched(rows.get(at), views.get(at)))
        .toList();
  }

  private WatchedRun watched(ExecutionRow row, ExecutionView view) {
    return new WatchedRun(
        row.id(),
        row.agent(),
        row.statusName(),
        row.models(),
        words(row.name(), row.agentName(), row.errorType(), row.errorMessage()),
        json.writeValueAsString(view));
  }

  private WatchedAction watched(ActionList.Found found) {
    ActionRow row = found.action();
    ExecutionView.Agent agent = found.agent();
    ActionView view = ActionView.of(row, agent);
    ObjectNode node = json.valueToTree(view);
    node.remove(BODIES);
    return new WatchedAction(
        row.execution(),
        view.id(),
        row.pack(),
        row.startedAt(),
        agent == null ? null : agent.id(),
        view.kind(),
        view.status(),
        view.model(),
        words(
            row.name(),
            agent == null ? null : agent.name(),
            row.errorType(),
            row.errorMessage(),
            row.model()),
        node.toString());
  }

  private static String words(@Nullable String... texts) {
    return Stream.of(texts)
        .filter(text -> text != null)
        .collect(Collectors.joining("\n"))
        .toLowerCase(Locale.ROOT);
  }
}
