package dev.metaagent.events.consumer;

import dev.metaagent.events.CursorStore;
import dev.metaagent.events.LogConsumer;
import dev.metaagent.events.LogEntry;
import dev.metaagent.events.LogPosition;
import dev.metaagent.events.SetAsideStore;
import dev.metaagent.events.TransientFailure;
import dev.metaagent.tenancy.SystemTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// One pass of a consumer: claim its cursor, read the next entries, handle them, move the cursor;
/// all in one transaction, so that each entry takes effect exactly once.
///
/// Entries are handled together. When that fails they are handled by organization, then by halves,
/// each in a savepoint, until the failing event is found; it is set aside (a dead letter), the
/// others are handled, and the cursor advances. An event set aside is retried a few times, then
/// only on demand. A transient failure sets nothing aside: the whole pass is repeated.
@Component
public class ConsumerPass {

  private static final Logger log = LoggerFactory.getLogger(ConsumerPass.class);

  /// The wait after the first try, the second, ...; then there are no more.
  private static final List<Duration> TRIES =
      List.of(
          Duration.ofSeconds(2),
          Duration.ofSeconds(15),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10));

  private static final int DUE_AT_ONCE = 100;
  private static final int LONGEST_REASON = 500;

  /// The result of one pass.
  ///
  /// @param entries how many it handled or set aside
  /// @param setAside events of these that failed
  /// @param oldest when the oldest of them was recorded, null when there were none
  public record Done(int entries, int setAside, @Nullable Instant oldest) {
    static final Done NOTHING = new Done(0, 0, null);
  }

  private final CursorStore cursors;
  private final SetAsideStore aside;
  private final SystemTransactions transactions;
  private final TransactionTemplate savepoint;
  private final JsonMapper json;
  private final Clock clock;

  public ConsumerPass(
      CursorStore cursors,
      SetAsideStore aside,
      SystemTransactions transactions,
      DataSource dataSource,
      JsonMapper json,
      Clock clock) {
    this.cursors = cursors;
    this.aside = aside;
    this.transactions = transactions;
    this.savepoint = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    this.json = json;
    this.clock = clock;
  }

  /// Handles the next entries; a transient failure is thrown.
  public Done next(LogConsumer consumer) {
    return next(consumer, true);
  }

  /// Handles the next entries.
  ///
  /// @param patient whether a failure that looks transient is thrown; otherwise its cause is
  ///   searched for in the entries, as long as the transaction can be used
  Done next(LogConsumer consumer, boolean patient) {
    consumer.prepare();
    Work work = new Work(consumer, patient);
    Done done =
        transactions.call(() -> {
          Optional<LogPosition> position = cursors.claim(consumer.name(), clock.instant());
          if (position.isEmpty()) {
            return Done.NOTHING;
          }
          List<LogEntry> entries = cursors.next(position.get(), consumer.batch());
          if (entries.isEmpty()) {
            return Done.NOTHING;
          }
          work.handle(entries);
          cursors.advance(consumer.name(), entries.getLast().position(), clock.instant());
          return new Done(entries.size(), work.failed, entries.getFirst().recordedAt());
        });
    work.committed();
    return Objects.requireNonNull(done);
  }

  /// Retries set-aside events that are due.
  ///
  /// @return how many were handled
  public int retry(LogConsumer consumer) {
    consumer.prepare();
    Work work = new Work(consumer, true);
    int handled =
        transactions.call(() -> {
          if (cursors.claim(consumer.name(), clock.instant()).isEmpty()) {
            return 0;
          }
          List<SetAsideStore.Due> due = aside.due(consumer.name(), clock.instant(), DUE_AT_ONCE);
          due.forEach(work::retry);
          return due.size() - work.failed;
        });
    work.committed();
    return handled;
  }

  /// The work of one transaction.
  private final class Work {

    private final LogConsumer consumer;
    private final List<Runnable> afterwards = new ArrayList<>();
    private final boolean patient;
    private int failed;

    Work(LogConsumer consumer, boolean patient) {
      this.consumer = consumer;
      this.patient = patient;
    }

    void handle(List<LogEntry> entries) {
      Throwable failure = attempt(entries);
      if (failure == null) {
        return;
      }
      List<List<LogEntry>> portions = smaller(entries);
      if (portions.isEmpty()) {
        setAside(entries.getFirst(), failure, 1);
      }
      portions.forEach(this::handle);
    }

    void retry(SetAsideStore.Due due) {
      Throwable failure = attempt(List.of(due.entry()));
      if (failure == null) {
        aside.remove(consumer.name(), due.entry());
      } else {
        setAside(due.entry(), failure, due.tries() + 1);
      }
    }

    /// Why the entries could not be handled, null when they were.
    private @Nullable Throwable attempt(List<LogEntry> entries) {
      try {
        afterwards.add(
            Objects.requireNonNull(savepoint.execute(status -> consumer.handle(entries))));
        return null;
      } catch (RuntimeException | Error failure) {
        boolean surroundings = patient && TransientFailure.is(failure);
        if (surroundings || TransientFailure.endsTransaction(failure)) {
          throw failure;
        }
        return failure;
      }
    }

    private void setAside(LogEntry entry, Throwable failure, int tries) {
      failed++;
      String reason = reason(failure);
      Instant now = clock.instant();
      Instant next = tries > TRIES.size() ? null : now.plus(TRIES.get(tries - 1));
      aside.keep(consumer.name(), entry, reason, tries, now, next);
      if (tries == 1) {
        log.warn(
            "consumer {} set aside event {}:{} of organization {}: {}",
            consumer.name(),
            entry.position(),
            entry.part(),
            entry.organization(),
            reason,
            failure);
      }
    }

    /// Runs work after the commit, which may fail without harm.
    void committed() {
      for (Runnable each : afterwards) {
        try {
          each.run();
        } catch (RuntimeException e) {
          log.warn("work after a commit of consumer {} failed", consumer.name(), e);
        }
      }
    }
  }

  /// The entries in smaller portions: by organization, then by halves, then by single events; empty
  /// for one event.
  private List<List<LogEntry>> smaller(List<LogEntry> entries) {
    Map<Object, List<LogEntry>> byOrganization = new LinkedHashMap<>();
    entries.forEach(entry ->
        byOrganization.computeIfAbsent(entry.organization(), _ -> new ArrayList<>()).add(entry));
    if (byOrganization.size() > 1) {
      return List.copyOf(byOrganization.values());
    }
    List<LogEntry> parts = entries.size() > 1 ? entries : entries.getFirst().events(json);
    int half = parts.size() / 2;
    return parts.isEmpty()
        ? List.of()
        : List.of(parts.subList(0, half), parts.subList(half, parts.size()));
  }

  private static String reason(Throwable failure) {
    String text = failure.toString().replace('\0', ' ');
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
  }
}
