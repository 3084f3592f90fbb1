package dev.metaagent.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.observe.captures.Captures;
import dev.metaagent.observe.otlp.OtlpDecoder;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is torn apart, repeated, shuffled and sent to two servers at once ends in the same
/// rows.
class ArrivalOrderTest {

  private static final TestServer ONE = TestServer.local();
  private static final TestServer OTHER = TestServer.remote();

  /// One span or one log record, with where it comes from.
  private sealed interface Piece {
    record OfTrace(ResourceSpans resource, ScopeSpans scope, Span span) implements Piece {}

    record OfLog(ResourceLogs resource, ScopeLogs scope, LogRecord entry) implements Piece {}
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 11, 46, 68, 79})
  void theSameRowsWhateverTheOrder(long seed) throws Exception {
    List<Piece> pieces = pieces();
    assumeThat(pieces).as("the recorded telemetry of shared/data is not here").isNotEmpty();

    OrganizationId whole = TestKeys.organization(ONE);
    send(ONE, whole, pieces);
    OrganizationId torn = TestKeys.organization(ONE);
    sendTorn(torn, pieces, new Random(seed));

    Snapshot expected = Snapshot.of(whole);
    Snapshot actual = Snapshot.of(torn);
    assertThat(actual.actions()).containsExactlyElementsOf(expected.actions());
    assertThat(actual.executions()).containsExactlyElementsOf(expected.executions());
    assertThat(actual.logRecords()).containsExactlyElementsOf(expected.logRecords());
  }

  /// Repeats a tenth, shuffles, cuts into requests of 1 to 40 pieces, and sends them from four
  /// threads to two servers.
  private static void sendTorn(OrganizationId organization, List<Piece> pieces, Random random)
      throws Exception {
    List<Piece> all = new ArrayList<>(pieces);
    pieces.stream().filter(piece -> random.nextInt(10) == 0).forEach(all::add);
    if (random.nextBoolean()) {
      Collections.shuffle(all, random);
    } else {
      Collections.reverse(all);
    }
    int largest = 1 + random.nextInt(40);
    List<Future<?>> sent = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int at = 0; at < all.size(); ) {
        int end = Math.min(all.size(), at + 1 + random.nextInt(largest));
        List<Piece> part = List.copyOf(all.subList(at, end));
        TestServer server = random.nextBoolean() ? ONE : OTHER;
        sent.add(threads.submit(() -> send(server, organization, part)));
        at = end;
      }
    }
    for (Future<?> future : sent) {
      future.get();
    }
  }

  private static void send(TestServer server, OrganizationId organization, List<Piece> pieces) {
    Preparation preparation = server.bean(Preparation.class);
    Intake intake = server.bean(Intake.class);
    ExportTraceServiceRequest.Builder spans = ExportTraceServiceRequest.newBuilder();
    ExportLogsServiceRequest.Builder logs = ExportLogsServiceRequest.newBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.OfTrace(ResourceSpans resource, ScopeSpans scope, Span span) ->
            spans
                .addResourceSpansBuilder()
                .setResource(resource.getResource())
                .addScopeSpansBuilder()
                .setScope(scope.getScope())
                .addSpans(span);
        case Piece.OfLog(ResourceLogs resource, ScopeLogs scope, LogRecord entry) ->
            logs.addResourceLogsBuilder()
                .setResource(resource.getResource())
                .addScopeLogsBuilder()
                .setScope(scope.getScope())
                .addLogRecords(entry);
      }
    }
    Tenant.run(
        organization,
        () -> {
          intake.accept(preparation.logs(logs.build()));
          intake.accept(preparation.traces(spans.build()));
        });
  }

  private static List<Piece> pieces() throws Exception {
    List<Piece> pieces = new ArrayList<>();
    for (Captures.Capture capture : Captures.all()) {
      for (Captures.Request request : capture.requests()) {
        if (request.isLogs()) {
          for (ResourceLogs resource :
              OtlpDecoder.logs(request.type(), request.body()).getResourceLogsList()) {
            for (ScopeLogs scope : resource.getScopeLogsList()) {
              scope
                  .getLogRecordsList()
                  .forEach(entry -> pieces.add(new Piece.OfLog(resource, scope, entry)));
            }
          }
        } else if (request.path().endsWith("/traces")) {
          for (ResourceSpans resource :
              OtlpDecoder.traces(request.type(), request.body()).getResourceSpansList()) {
            for (ScopeSpans scope : resource.getScopeSpansList()) {
              scope
                  .getSpansList()
                  .forEach(span -> pieces.add(new Piece.OfTrace(resource, scope, span)));
            }
          }
        }
      }
    }
    return pieces;
  }
}
