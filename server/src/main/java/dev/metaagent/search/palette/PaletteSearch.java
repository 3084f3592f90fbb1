package dev.metaagent.search.palette;

import dev.metaagent.executions.StoredId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.search.describe.ExecutionViews;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Parameters;
import dev.metaagent.search.query.ExecutionList;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.ExecutionView;
import dev.metaagent.search.query.RecordedExecutions;
import dev.metaagent.search.query.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;

/// Finds whatever a text may mean, within the transaction of the caller: at most a handful of each
/// kind, names before runs.
@Component
class PaletteSearch {

  private static final int EACH = 6;
  private static final int SHORTEST_ID = 6;
  private static final int TRACE_DIGITS = 32;
  private static final String LOOK_BACK = "-7d";

  private final PaletteStore store;
  private final ExecutionList list;
  private final RecordedExecutions executions;
  private final ExecutionViews views;
  private final Privacy privacy;

  PaletteSearch(
      PaletteStore store,
      ExecutionList list,
      RecordedExecutions executions,
      ExecutionViews views,
      Privacy privacy) {
    this.store = store;
    this.list = list;
    this.executions = executions;
    this.views = views;
    this.privacy = privacy;
  }

  List<Hit> of(String text, int limit, Instant now) {
    int each = Math.min(EACH, limit);
    String lower = text.toLowerCase(Locale.ROOT);
    String stored = StoredId.of(text, privacy);
    Map<String, Hit> hits = new LinkedHashMap<>();
    Stream.of(
            byId(text, each),
            store.agents(lower, each),
            store.versions(lower, each),
            store.prompts(lower, each),
            store.users(stored, each),
            store.sessions(stored, each))
        .flatMap(List::stream)
        .forEach(hit -> hits.putIfAbsent(key(hit), hit));
    if (hits.size() < limit) {
      byWords(text, each, now).forEach(hit -> hits.putIfAbsent(key(hit), hit));
    }
    return hits.values().stream().limit(limit).toList();
  }

  private static String key(Hit hit) {
    return hit.kind() + " " + hit.id() + " " + hit.filter();
  }

  /// Runs of the traces whose id begins with the text.
  private List<Hit> byId(String text, int limit) {
    String digits = text.toLowerCase(Locale.ROOT).split("-", 2)[0];
    if (!digits.matches("[0-9a-f]{" + SHORTEST_ID + "," + TRACE_DIGITS + "}")) {
      return List.of();
    }
    int missing = TRACE_DIGITS - digits.length();
    UUID first = TraceId.parse(digits + "0".repeat(missing)).value();
    UUID last = TraceId.parse(digits + "f".repeat(missing)).value();
    List<ExecutionRow> rows = new ArrayList<>();
    for (UUID trace : store.traces(first, last, limit)) {
      TraceId id = new TraceId(trace);
      executions
          .day(id)
          .ifPresent(day ->
              executions.ofTrace(day, id).stream()
                  .filter(row -> row.id().toString().startsWith(text.toLowerCase(Locale.ROOT)))
                  .min(Comparator.comparing(row -> row.parentSpan() != null))
                  .ifPresent(rows::add));
    }
    return hits(rows);
  }

  private List<Hit> byWords(String text, int limit, Instant now) {
    LinkedMultiValueMap<String, String> asked = new LinkedMultiValueMap<>();
    asked.set("q", text);
    asked.set("from", LOOK_BACK);
    ExecutionFilter filter =
        ExecutionFilter.of(new Parameters(asked, now), privacy, Visibility.words());
    return hits(list.page(filter, null, limit).items());
  }

  private List<Hit> hits(List<ExecutionRow> rows) {
    return views.of(rows, Visibility.bodies()).stream().map(PaletteSearch::hit).toList();
  }

  private static Hit hit(ExecutionView run) {
    return new Hit(
        Hit.Kind.EXECUTION,
        run.id(),
        Objects.requireNonNullElse(run.subject(), run.name()),
        detail(run.headline(), run.status()),
        run.agent(),
        run.startedAt(),
        Map.of("traceId", run.traceId()));
  }

  private static String detail(@Nullable String headline, String status) {
    return headline == null ? status : headline;
  }
}
