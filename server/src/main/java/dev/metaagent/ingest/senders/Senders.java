package dev.metaagent.ingest.senders;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The processes of the organization in scope whose records have numbers: what arrived, and what
/// was lost. A process is forgotten when nothing came from it for 30 days.
@Component
public class Senders {

  private static final Duration KEPT = Duration.ofDays(30);
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(3);
  private static final int MOST_ITEMS = 200;
  private static final int USUAL_ITEMS = 50;
  private static final int MOST_AGENTS = 1_000;

  private final SenderStore store;
  private final TenantTransactions transactions;
  private final Clock clock;

  Senders(SenderStore store, TenantTransactions transactions, Clock clock) {
    this.store = store;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// Notes that records are stored; the same ones again change nothing.
  public void received(List<SentRecords> records) {
    received(records, clock.instant());
  }

  void received(List<SentRecords> records, Instant at) {
    transactions.write(
        LONGEST_WRITE,
        () -> {
          store.received(records, at.truncatedTo(ChronoUnit.MICROS));
          return true;
        });
  }

  /// Processes that lost records, those seen last first.
  Page<LossReport> losses(@Nullable String cursor, @Nullable Integer limit) {
    return losses(clock.instant(), cursor, limit);
  }

  Page<LossReport> losses(Instant now, @Nullable String cursor, @Nullable Integer limit) {
    int most = limit == null ? USUAL_ITEMS : limit;
    if (most < 1 || most > MOST_ITEMS) {
      throw MetaAgentException.invalid("limit", "1 to " + MOST_ITEMS);
    }
    SenderStore.Place after = cursor == null ? null : place(cursor);
    return transactions.read(() -> {
      List<LossReport> found = store.losses(now, after, most + 1);
      List<LossReport> items = withAgents(found.stream().limit(most).toList());
      return Page.of(items, found.size() > most ? cursor(items.getLast()) : null);
    });
  }

  private List<LossReport> withAgents(List<LossReport> losses) {
    List<String> instances = losses.stream().map(LossReport::instance).toList();
    Map<String, List<LossReport.LossyAgent>> agents =
        store.agents(instances, MOST_AGENTS).stream()
            .collect(
                Collectors.groupingBy(
                    holding -> holding.instance().toString(),
                    Collectors.mapping(SenderStore.Holding::agent, Collectors.toList())));
    return losses.stream()
        .map(loss -> loss.of(agents.getOrDefault(loss.instance(), List.of())))
        .toList();
  }

  private static String cursor(LossReport last) {
    return last.seenAt() + "_" + last.instance();
  }

  private static SenderStore.Place place(String cursor) {
    int middle = cursor.indexOf('_');
    try {
      return new SenderStore.Place(
          Instant.parse(cursor.substring(0, Math.max(0, middle))),
          UUID.fromString(cursor.substring(middle + 1)));
    } catch (DateTimeException | IllegalArgumentException _) {
      throw MetaAgentException.invalid("cursor", "the nextCursor of a page");
    }
  }

  /// Removes processes from which nothing came for long.
  int removeOld() {
    return transactions.write(() -> store.removeBefore(clock.instant().minus(KEPT)));
  }
}
