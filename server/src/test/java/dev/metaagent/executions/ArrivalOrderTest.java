package dev.metaagent.executions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.metaagent.executions.outcomes.CrossedOutcomes;
import dev.metaagent.ingest.json.RunIds;
import dev.metaagent.ingest.otlp.OtlpDecoder;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.testing.Captures;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import dev.metaagent.testing.telemetry.Delivery;
import dev.metaagent.testing.telemetry.RandomTelemetry;
import dev.metaagent.testing.telemetry.Sent;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is torn apart, repeated, shuffled and sent to two servers at once ends in the same rows
/// of every table.
class ArrivalOrderTest {

  private static final TestServer ONE = TestServer.local();
  private static final TestServer OTHER = TestServer.remote();

  /// How many seeds are tried, and from which on: `-Dmetaagent.seeds=200 -Dmetaagent.firstSeed=1`.
  static LongStream seeds() {
    long first = Long.getLong("metaagent.firstSeed", 1);
    return LongStream.range(first, first + Long.getLong("metaagent.seeds", 12));
  }

  /// Seeds that once found something, as many as are tried.
  static LongStream recordedSeeds() {
    return LongStream.of(1, 2, 3, 4, 5, 6, 7, 8, 11, 46, 68, 79)
        .limit(Long.getLong("metaagent.seeds", 12));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomTelemetryMakesTheSameRowsWhateverTheOrder(long seed) throws Exception {
    Instant now = Clock.systemUTC().instant();
    RandomTelemetry telemetry = RandomTelemetry.draw(seed, now);
    OrganizationId whole = organization();
    OrganizationId torn = organization();

    new Delivery(whole, ONE).whole(telemetry.sent());
    new Delivery(torn, ONE, OTHER).torn(telemetry.sent(), new Random(seed));

    awaitFollowers(whole, torn);
    assertSame(
        Snapshot.of(torn, RunIds.names(torn, telemetry.runs())),
        Snapshot.of(whole, RunIds.names(whole, telemetry.runs())));
  }

  @ParameterizedTest
  @MethodSource("recordedSeeds")
  void recordedTelemetryMakesTheSameRowsWhateverTheOrder(long seed) throws Exception {
    List<Sent> recorded = recorded();
    assumeThat(recorded).as("the recorded telemetry of shared/data is not here").isNotEmpty();
    OrganizationId whole = organization();
    OrganizationId torn = organization();

    new Delivery(whole, ONE).whole(recorded);
    new Delivery(torn, ONE, OTHER).torn(recorded, new Random(seed));

    awaitFollowers(whole, torn);
    assertSame(Snapshot.of(torn), Snapshot.of(whole));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatClientLibrariesSendMakesTheSameRowsWhateverTheOrder(long seed) throws Exception {
    List<Sent> recorded = new ArrayList<>();
    for (Captures.ClientRun run : Captures.clients()) {
      add(run.requests(), recorded);
    }
    assumeThat(recorded).as("the recorded clients of shared/data are not here").isNotEmpty();
    OrganizationId whole = organization();
    OrganizationId torn = organization();

    new Delivery(whole, ONE).whole(recorded);
    new Delivery(torn, ONE, OTHER).torn(recorded, new Random(seed));

    awaitFollowers(whole, torn);
    assertSame(Snapshot.of(torn), Snapshot.of(whole));
  }

  private static void awaitFollowers(OrganizationId... organizations) throws InterruptedException {
    CrossedOutcomes.attach(ONE);
    for (OrganizationId organization : organizations) {
      Followers.awaitCaughtUp(organization);
    }
  }

  private static void assertSame(Snapshot actual, Snapshot expected) {
    assertThat(actual.tables().keySet()).isEqualTo(expected.tables().keySet());
    assertThat(expected.rows("executions")).isNotEmpty();
    List<String> differences = new ArrayList<>();
    for (String table : expected.tables().keySet()) {
      List<String> missing = new ArrayList<>(expected.rows(table));
      actual.rows(table).forEach(missing::remove);
      List<String> more = new ArrayList<>(actual.rows(table));
      expected.rows(table).forEach(more::remove);
      missing.forEach(row -> differences.add(table + " lacks " + row));
      more.forEach(row -> differences.add(table + " has   " + row));
    }
    assertThat(differences).isEmpty();
  }

  private static OrganizationId organization() {
    OrganizationId organization = TestKeys.organization(ONE);
    ONE.bean(Organizations.class)
        .declareAttributes(organization, List.of("customer", "many7", "many45"));
    return organization;
  }

  private static List<Sent> recorded() throws Exception {
    List<Sent> recorded = new ArrayList<>();
    for (Captures.Capture capture : Captures.all()) {
      add(capture.requests(), recorded);
    }
    return recorded;
  }

  private static void add(List<Captures.Request> requests, List<Sent> recorded) throws Exception {
    for (Captures.Request request : requests) {
      if (request.isLogs()) {
        for (ResourceLogs resource :
            OtlpDecoder.logs(request.type(), request.body()).getResourceLogsList()) {
          for (ScopeLogs scope : resource.getScopeLogsList()) {
            scope
                .getLogRecordsList()
                .forEach(entry ->
                    recorded.add(new Sent.OfLog(resource.getResource(), scope.getScope(), entry)));
          }
        }
      } else if (request.path().endsWith("/traces")) {
        for (ResourceSpans resource :
            OtlpDecoder.traces(request.type(), request.body()).getResourceSpansList()) {
          for (ScopeSpans scope : resource.getScopeSpansList()) {
            scope
                .getSpansList()
                .forEach(span ->
                    recorded.add(new Sent.OfTrace(resource.getResource(), scope.getScope(), span)));
          }
        }
      }
    }
  }
}
