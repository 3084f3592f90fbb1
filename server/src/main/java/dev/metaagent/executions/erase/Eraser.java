package dev.metaagent.executions.erase;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.events.SetAsideEvents;
import dev.metaagent.executions.Contents;
import dev.metaagent.executions.ExecutionLog;
import dev.metaagent.executions.StoredId;
import dev.metaagent.executions.content.Compression;
import dev.metaagent.executions.content.StoredContent;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Erases executions with everything nested in them: rows, attributes, words, log records, and
/// their spans inside the packs of the trace. Each trace is one transaction under the lock that
/// ingest takes too; its events have the numbers recounted without them.
@Component
class Eraser {

  private static final int SPANS = 1;

  private final EraseStore store;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final ErasedUsers subjects;
  private final ExecutionLog events;
  private final SetAsideEvents aside;
  private final List<StoredId.OfUser> others;
  private final List<StoredId.OfExecution> beside;

  Eraser(
      EraseStore store,
      TenantTransactions transactions,
      Journal journal,
      ErasedUsers subjects,
      ExecutionLog events,
      SetAsideEvents aside,
      List<StoredId.OfUser> others,
      List<StoredId.OfExecution> beside) {
    this.store = store;
    this.transactions = transactions;
    this.journal = journal;
    this.subjects = subjects;
    this.events = events;
    this.aside = aside;
    this.others = List.copyOf(others);
    this.beside = List.copyOf(beside);
  }

  /// Runs one job to its end; idempotent.
  void run(Erasure erasure) {
    OrganizationId organization = OrganizationId.parse(erasure.organization());
    Tenant.run(
        organization,
        () -> {
          int erased =
              erasure.execution() != null
                  ? erase(ExecutionId.parse(erasure.execution()))
                  : eraseUser(erasure.user()) + eraseUser(erasure.formerly());
          String what =
              erasure.execution() != null
                  ? erasure.execution()
                  : subjects.of(organization, erasure.user() == null ? "" : erasure.user());
          journal.write(
              new Change(
                  erasure.actor(),
                  erasure.execution() != null ? "execution.erased" : "user.erased",
                  what,
                  erasure.reason(),
                  "{\"executions\":" + erased + "}"));
        });
  }

  private int eraseUser(@Nullable String user) {
    if (user == null) {
      return 0;
    }
    transactions.write(() -> {
      store.forgetWhoSaid(user);
      others.forEach(other -> other.erase(user));
      return true;
    });
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
    List<ErasedExecution> all = store.runs(day, id.trace());
    List<ErasedExecution> gone = withNested(all, id.span());
    if (gone.isEmpty()) {
      return 0;
    }
    if (gone.size() == all.size()) {
      store.removeTrace(day, id.trace());
    } else {
      List<Long> runs = gone.stream().map(ErasedExecution::span).toList();
      Set<Long> spans = new HashSet<>(store.spans(day, id.trace(), runs));
      store.packs(day, id.trace(), spans).forEach(pack -> strip(day, id.trace(), pack, spans));
      store.removeRuns(day, id.trace(), runs, spans);
    }
    aside.erase(id.trace().value().toString());
    gone.forEach(run -> beside.forEach(other -> other.erase(run.event().id())));
    events.append(Tenant.current(), gone.stream().map(ErasedExecution::event).toList());
    return gone.size();
  }

  private static List<ErasedExecution> withNested(List<ErasedExecution> all, long span) {
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

  /// Removes spans, or log records of spans, from one pack.
  private void strip(LocalDate day, TraceId trace, EraseStore.Pack pack, Set<Long> spans) {
    byte[] body = Compression.decompress(pack.body());
    try {
      MessageLite left =
          pack.signal() == SPANS
              ? without(StoredContent.spans(body), spans)
              : without(StoredContent.logs(body), spans);
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
}
