package dev.metaagent.search.executions;

import dev.metaagent.conventions.ActionContent;
import dev.metaagent.conventions.ActionKind;
import dev.metaagent.executions.Contents;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.Page;
import dev.metaagent.kernel.SpanId;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.search.RecordedToolCalls;
import dev.metaagent.search.filter.ActionFilter;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.query.ActionList;
import dev.metaagent.search.query.ActionRow;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Tool calls from the list of actions, with the arguments that their packs hold.
@Component
class StoredToolCalls implements RecordedToolCalls {

  private static final int AT_ONCE = 500;
  private static final Duration BUDGET = Duration.ofSeconds(20);

  private record Some(List<ToolCall> calls, @Nullable String nextCursor) {}

  private final ActionList actions;
  private final Contents contents;
  private final TenantTransactions transactions;
  private final Privacy privacy;
  private final Clock clock;

  StoredToolCalls(
      ActionList actions,
      Contents contents,
      TenantTransactions transactions,
      Privacy privacy,
      Clock clock) {
    this.actions = actions;
    this.contents = contents;
    this.transactions = transactions;
    this.privacy = privacy;
    this.clock = clock;
  }

  @Override
  public boolean newestFirst(
      @Nullable AgentId agent, Instant from, Instant to, int most, Consumer<ToolCall> each) {
    ActionFilter filter = toolCalls(agent, from, to);
    long deadline = System.nanoTime() + BUDGET.toNanos();
    int left = most;
    String cursor = null;
    do {
      Position place = cursor == null ? null : Position.parse(cursor);
      int limit = Math.min(AT_ONCE, left);
      Some some = transactions.read(() -> some(filter, place, limit));
      some.calls().forEach(each);
      left -= some.calls().size();
      cursor = some.nextCursor();
    } while (cursor != null && left > 0 && System.nanoTime() < deadline);
    return cursor != null;
  }

  private ActionFilter toolCalls(@Nullable AgentId agent, Instant from, Instant to) {
    ActionFilter all =
        ActionFilter.ofAgent(
            agent == null ? null : agent.toString(), from, to, clock.instant(), privacy);
    return new ActionFilter(
        all.from(),
        all.to(),
        all.now(),
        all.runs(),
        ActionKind.TOOL.code(),
        null,
        null,
        null,
        null);
  }

  private Some some(ActionFilter filter, @Nullable Position cursor, int limit) {
    Page<ActionList.Found> page = actions.page(filter, cursor, limit);
    Map<Contents.At, ActionContent> said = new HashMap<>();
    Map<LocalDate, List<Contents.Key>> byDay =
        page.items().stream()
            .collect(
                Collectors.groupingBy(
                    ActionList.Found::day,
                    Collectors.mapping(found -> found.action().content(), Collectors.toList())));
    byDay.forEach((day, keys) -> said.putAll(contents.of(Tenant.current(), day, keys)));
    return new Some(
        page.items().stream().map(found -> call(found.action(), said)).toList(), page.nextCursor());
  }

  private static ToolCall call(ActionRow row, Map<Contents.At, ActionContent> said) {
    ActionContent content = said.get(row.content().at());
    return new ToolCall(
        row.execution(),
        SpanId.format(row.span()),
        row.name(),
        row.startedAt(),
        content == null ? null : content.input());
  }
}
