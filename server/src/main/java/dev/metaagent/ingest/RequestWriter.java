package dev.metaagent.ingest;

import dev.metaagent.executions.ExecutionsSettings;
import dev.metaagent.executions.IncomingTrace;
import dev.metaagent.executions.Revision;
import dev.metaagent.executions.TraceWriter;
import dev.metaagent.executions.WorkLimitExceededException;
import dev.metaagent.ingest.senders.Senders;
import dev.metaagent.ingest.senders.SentRecords;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.TraceId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Writes groups of waiting requests, and completes each with its result. When a group cannot be
/// written, each request is written alone; when a request cannot, its traces are halved until the
/// one that can never be stored is found: that one is refused and everything else is stored.
@Component
public class RequestWriter {

  private static final Logger log = LoggerFactory.getLogger(RequestWriter.class);
  private static final int TRIES = 4;
  private static final int MOST_BACKOFF_MILLIS = 40;

  private final TraceWriter writer;
  private final Senders senders;
  private final ExecutionsSettings settings;
  private final Counter spans;
  private final Counter commits;
  private final Counter failures;

  public RequestWriter(
      TraceWriter writer, Senders senders, ExecutionsSettings settings, MeterRegistry meters) {
    this.writer = writer;
    this.senders = senders;
    this.settings = settings;
    this.spans = meters.counter("metaagent.intake.spans");
    this.commits = meters.counter("metaagent.intake.commits");
    this.failures = meters.counter("metaagent.intake.failures");
  }

  /// Writes requests of the organization in scope.
  public void write(List<IngestRequest> group) {
    try {
      record(group.stream().flatMap(request -> request.traces().stream()).toList());
      noteNumbers(group);
      group.forEach(IngestRequest::stored);
    } catch (RuntimeException e) {
      switch (WriteFailure.of(e)) {
        case INVALID_DATA, TIMEOUT, UNEXPECTED -> group.forEach(this::writeAlone);
        case COLLISION, UNAVAILABLE -> fail(group, e);
      }
    }
  }

  private void writeAlone(IngestRequest request) {
    List<IncomingTrace> refused = new ArrayList<>();
    try {
      String reason = writeHalf(request, request.traces(), refused);
      noteNumbers(List.of(request));
      if (refused.isEmpty()) {
        request.stored();
      } else {
        request.storedWithout(refused, reason);
      }
    } catch (RuntimeException e) {
      fail(List.of(request), e);
    }
  }

  /// Writes traces, and if that fails each half of them alone.
  ///
  /// @param refused is given the traces that can never be stored
  /// @return why the last of them was refused, "" if all were stored
  private String writeHalves(
      IngestRequest request, List<IncomingTrace> traces, List<IncomingTrace> refused) {
    try {
      record(traces);
      return "";
    } catch (WorkLimitExceededException e) {
      return writeWithout(e, request, traces, refused);
    } catch (RuntimeException e) {
      boolean goesOn = traces.size() > 1 && !request.abandoned();
      return switch (WriteFailure.of(e)) {
        case INVALID_DATA, TIMEOUT, UNEXPECTED -> {
          if (goesOn) {
            yield halves(request, traces, refused);
          }
          throw e;
        }
        case COLLISION, UNAVAILABLE -> throw e;
      };
    }
  }

  private String halves(
      IngestRequest request, List<IncomingTrace> traces, List<IncomingTrace> refused) {
    int middle = traces.size() / 2;
    String first = writeHalf(request, traces.subList(0, middle), refused);
    String second = writeHalf(request, traces.subList(middle, traces.size()), refused);
    return second.isEmpty() ? first : second;
  }

  private String writeHalf(
      IngestRequest request, List<IncomingTrace> traces, List<IncomingTrace> refused) {
    try {
      return writeHalves(request, traces, refused);
    } catch (RuntimeException e) {
      if (traces.size() > 1 || WriteFailure.of(e) != WriteFailure.INVALID_DATA) {
        throw e;
      }
      return refuse(traces.getFirst(), refused, "it holds a value that cannot be stored");
    }
  }

  private String writeWithout(
      WorkLimitExceededException e,
      IngestRequest request,
      List<IncomingTrace> traces,
      List<IncomingTrace> refused) {
    String reason = "";
    List<IncomingTrace> rest = new ArrayList<>();
    for (IncomingTrace trace : traces) {
      if (trace.id().equals(e.trace())) {
        reason = refuse(trace, refused, String.valueOf(e.getMessage()));
      } else {
        rest.add(trace);
      }
    }
    if (!rest.isEmpty() && request.abandoned()) {
      throw e;
    }
    String other = rest.isEmpty() ? "" : writeHalves(request, rest, refused);
    return other.isEmpty() ? reason : other;
  }

  private static String refuse(IncomingTrace trace, List<IncomingTrace> refused, String reason) {
    refused.add(trace);
    String said = "trace %s was refused: %s".formatted(trace.id(), reason);
    log.warn("{}", said);
    return said;
  }

  private void record(List<IncomingTrace> traces) {
    for (List<IncomingTrace> batch : WriteBatches.of(traces, settings.maxTraceSpans())) {
      recordTogether(batch);
      spans.increment(batch.stream().mapToInt(trace -> trace.spans().size()).sum());
    }
  }

  private void recordTogether(List<IncomingTrace> batch) {
    for (int attempt = 1; ; attempt++) {
      try {
        Map<TraceId, Revision.State> revisions = writer.record(batch);
        commits.increment();
        batch.forEach(trace -> setResult(trace, revisions.get(trace.id())));
        return;
      } catch (RuntimeException e) {
        if (attempt == TRIES || WriteFailure.of(e) != WriteFailure.COLLISION) {
          throw e;
        }
        backOff(attempt);
      }
    }
  }

  /// Notes which records of SDKs have arrived, before they are acknowledged: a record whose number
  /// is not known would be called lost. Where this cannot succeed later either, it refuses nothing.
  private void noteNumbers(List<IngestRequest> group) {
    List<SentRecords> records =
        group.stream().map(IngestRequest::records).filter(Objects::nonNull).toList();
    for (int attempt = 1; !records.isEmpty(); attempt++) {
      try {
        senders.received(records);
        return;
      } catch (RuntimeException e) {
        switch (WriteFailure.of(e)) {
          case INVALID_DATA, UNEXPECTED -> {
            log.error("numbers of records could not be noted", e);
            return;
          }
          case TIMEOUT, UNAVAILABLE -> throw e;
          case COLLISION -> {
            if (attempt == TRIES) {
              throw e;
            }
            backOff(attempt);
          }
        }
      }
    }
  }

  /// Sets the result of a revision after the commit.
  private static void setResult(IncomingTrace trace, Revision.@Nullable State state) {
    if (trace.revision() != null && state != null) {
      trace.revision().became(state);
    }
  }

  /// Randomised back-off, longer with each attempt, so that two transactions do not collide again.
  private static void backOff(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(1, (long) MOST_BACKOFF_MILLIS * attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Fails requests that were not written for a transient reason.
  void fail(List<IngestRequest> group, Throwable e) {
    MetaAgentException failure = unavailable(e);
    group.forEach(request -> request.failed(failure));
  }

  private MetaAgentException unavailable(Throwable e) {
    failures.increment();
    if (WriteFailure.of(e) == WriteFailure.UNEXPECTED) {
      log.error("telemetry could not be written", e);
    } else {
      log.warn("the database did not accept telemetry: {}", e.getMessage());
    }
    return new MetaAgentException(
        ErrorCode.DATABASE_UNAVAILABLE,
        "the database does not accept telemetry now; send the request again, it is stored once",
        List.of(),
        IngestQueue.RETRY_DOWN,
        e);
  }
}
