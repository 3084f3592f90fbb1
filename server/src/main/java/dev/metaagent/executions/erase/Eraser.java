package dev.metaagent.observe.erase;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.Compression;
import dev.metaagent.observe.ExecutionsRecorded;
import dev.metaagent.observe.News;
import dev.metaagent.observe.query.Contents;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/// Erases executions with everything nested in them: rows, attributes, words, log records, and
/// their spans inside the packs of the trace. Each trace is one transaction under the lock that the
/// intake takes too; its news make the numbers count again without them.
@Component
class Eraser {

  private static final int SPANS = 1;

  private final EraseStore store;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final News news;
  private final DataSource dataSource;
  private final Clock clock;
  private final ApplicationEventPublisher events;

  Eraser(
      EraseStore store,
      TenantTransactions transactions,
      Journal journal,
      News news,
      DataSource dataSource,
      Clock clock,
      ApplicationEventPublisher events) {
    this.store = store;
    this.transactions = transactions;
    this.journal = journal;
    this.news = news;
    this.dataSource = dataSource;
    this.clock = clock;
    this.events = events;
  }

  /// Does one job to its end; done again, it finds nothing more to do.
  void run(Erasure erasure) {
    OrganizationId organization = OrganizationId.parse(erasure.organization());
    Tenant.run(
        organization,
        () -> {
          int erased =
              erasure.execution() != null
                  ? erase(ExecutionId.parse(erasure.execution()))
                  : eraseUser(erasure.user() == null ? "" : erasure.user());
          String what =
              erasure.execution() != null
                  ? erasure.execution()
                  : EraseController.subject(erasure.user() == null ? "" : erasure.user());
          journal.write(
              new Change(
                  erasure.actor(),
                  erasure.execution() != null ? "execution.erased" : "user.erased",
                  what,
                  erasure.reason(),
                  "{\"executions\":" + erased + "}"));
        });
    events.publishEvent(new ExecutionsRecorded(organization));
  }

  private int eraseUser(String user) {
    int erased = 0;
    while (true) {
      List<ExecutionId> some = transactions.read(() -> store.ofUser(user));
      int before = erased;
      for (ExecutionId id : some) {
        erased += erase(id);
      }
      if (erased == before) {
        return erased;
      }
    }
  }

  private int erase(ExecutionId id) {
    return transactions.write(() -> store.lock(id.trace()).map(day -> erase(day, id)).orElse(0));
  }

  private int erase(LocalDate day, ExecutionId id) {
    List<ErasedRun> all = store.runs(day, id.trace());
    List<ErasedRun> gone = withNested(all, id.span());
    if (gone.isEmpty()) {
      return 0;
    }
    if (gone.size() == all.size()) {
      store.removeTrace(day, id.trace());
    } else {
      List<Long> runs = gone.stream().map(ErasedRun::span).toList();
      Set<Long> spans = new HashSet<>(store.spans(day, id.trace(), runs));
      store.packs(day, id.trace(), spans).forEach(pack -> strip(day, id.trace(), pack, spans));
      store.removeRuns(day, id.trace(), runs, spans);
    }
    publish(gone);
    return gone.size();
  }

  private static List<ErasedRun> withNested(List<ErasedRun> all, long span) {
    Set<Long> gone = new HashSet<>();
    Deque<Long> open = new ArrayDeque<>(List.of(span));
    while (!open.isEmpty()) {
      Long next = open.pop();
      if (gone.add(next)) {
        all.stream()
            .filter(run -> next.equals(run.parentSpan()))
            .forEach(run -> open.push(run.span()));
      }
    }
    return all.stream().filter(run -> gone.contains(run.span())).toList();
  }

  /// Takes spans, or log records of spans, out of one pack.
  private void strip(LocalDate day, TraceId trace, EraseStore.Pack pack, Set<Long> spans) {
    byte[] body = Compression.decompress(pack.body());
    try {
      MessageLite left =
          pack.signal() == SPANS
              ? without(TracesData.parseFrom(body), spans)
              : without(LogsData.parseFrom(body), spans);
      byte[] raw = left.toByteArray();
      if (raw.length == 0) {
        store.dropPack(day, trace, pack.number());
      } else {
        store.rewrite(day, trace, pack.number(), Compression.compress(raw), raw.length);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("pack " + pack.number() + " of trace " + trace, e);
    }
  }

  private static TracesData without(TracesData data, Set<Long> spans) {
    TracesData.Builder left = TracesData.newBuilder();
    for (ResourceSpans resource : data.getResourceSpansList()) {
      ResourceSpans.Builder kept = resource.toBuilder().clearScopeSpans();
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        ScopeSpans.Builder some = scope.toBuilder().clearSpans();
        scope.getSpansList().stream()
            .filter(span -> !spans.contains(Contents.number(span.getSpanId())))
            .forEach(some::addSpans);
        if (some.getSpansCount() > 0) {
          kept.addScopeSpans(some);
        }
      }
      if (kept.getScopeSpansCount() > 0) {
        left.addResourceSpans(kept);
      }
    }
    return left.build();
  }

  private static LogsData without(LogsData data, Set<Long> spans) {
    LogsData.Builder left = LogsData.newBuilder();
    for (ResourceLogs resource : data.getResourceLogsList()) {
      ResourceLogs.Builder kept = resource.toBuilder().clearScopeLogs();
      for (ScopeLogs scope : resource.getScopeLogsList()) {
        ScopeLogs.Builder some = scope.toBuilder().clearLogRecords();
        scope.getLogRecordsList().stream()
            .filter(record -> !spans.contains(Contents.number(record.getSpanId())))
            .forEach(some::addLogRecords);
        if (some.getLogRecordsCount() > 0) {
          kept.addScopeLogs(some);
        }
      }
      if (kept.getScopeLogsCount() > 0) {
        left.addResourceLogs(kept);
      }
    }
    return left.build();
  }

  private void publish(List<ErasedRun> gone) {
    try {
      news.publish(
          DataSourceUtils.getConnection(dataSource),
          Tenant.current(),
          clock.instant(),
          gone.stream().map(ErasedRun::facts).toList());
    } catch (SQLException e) {
      throw new IllegalStateException("the news of an erasure could not be written", e);
    }
  }
}
