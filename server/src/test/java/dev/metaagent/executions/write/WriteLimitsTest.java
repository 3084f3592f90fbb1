package dev.metaagent.executions.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.metaagent.database.FirstStatistics;
import dev.metaagent.database.Partitions;
import dev.metaagent.executions.ExecutionsSettings;
import dev.metaagent.executions.Plausibility;
import dev.metaagent.executions.Preparation;
import dev.metaagent.executions.Snapshot;
import dev.metaagent.executions.TraceWriter;
import dev.metaagent.ingest.IngestQueue;
import dev.metaagent.ingest.IngestRequest;
import dev.metaagent.ingest.RequestWriter;
import dev.metaagent.ingest.senders.Senders;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.llm.Prices;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestDatabase;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// What one organization sends holds neither the writers of the others nor its own for ever.
class WriteLimitsTest {

  private static final TestServer SERVER = TestServer.local();

  @Test
  void whileRequestsOfOneOrganizationStandStillThoseOfOthersAreWrittenAtOnce() throws Exception {
    OrganizationId slow = TestKeys.organization(SERVER);
    OrganizationId other = TestKeys.organization(SERVER);
    List<UUID> traces = IntStream.range(0, 4).mapToObj(_ -> UUID.randomUUID()).toList();
    traces.forEach(trace -> send(slow, steps(trace, 1, 1)));
    send(other, steps(UUID.randomUUID(), 1, 1));

    try (Connection connection = TestDatabase.dataSource().getConnection();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      lock(connection, slow, traces);
      List<CompletableFuture<?>> stuck = new ArrayList<>();
      for (UUID trace : traces) {
        stuck.add(CompletableFuture.supplyAsync(() -> send(slow, steps(trace, 2, 2)), threads));
        TimeUnit.MILLISECONDS.sleep(100);
      }

      long began = System.nanoTime();
      send(other, steps(UUID.randomUUID(), 1, 3));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));

      assertThat(stuck).noneMatch(CompletableFuture::isDone);
      connection.rollback();
      CompletableFuture.allOf(stuck.toArray(new CompletableFuture<?>[0])).get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aStatementThatTakesTooLongEndsAndIsAnsweredWithComeBack() throws Exception {
    OrganizationId slow = TestKeys.organization(SERVER);
    UUID trace = UUID.randomUUID();
    send(slow, steps(trace, 1, 1));

    try (Connection connection = TestDatabase.dataSource().getConnection()) {
      lock(connection, slow, List.of(trace));
      RequestWriter writer = writer(Duration.ofMillis(300));
      IngestRequest request = new IngestRequest(prepared(slow, steps(trace, 2, 2)));
      Tenant.run(slow, () -> writer.write(List.of(request)));

      assertThat(failure(request).code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE);
      connection.rollback();
    }
    assertThat(Snapshot.of(slow).rows("agent_execution_logs")).hasSize(1);
  }

  @Test
  void aTraceThatTakesTooMuchWorkIsRefusedAndTheOthersOfItsRequestAreStored() {
    OrganizationId organization = TestKeys.organization(SERVER);
    // the limit holds for each statement too, which must not meet it
    List<Span> spans = new ArrayList<>(steps(UUID.randomUUID(), 1, 20_000));
    spans.addAll(steps(UUID.randomUUID(), 1, 1));
    IngestRequest request = new IngestRequest(prepared(organization, spans));

    Tenant.run(organization, () -> writer(Duration.ofMillis(15)).write(List.of(request)));

    Preparation.Prepared stored = request.await();
    assertThat(stored.accepted()).isEqualTo(1);
    assertThat(stored.rejected()).isEqualTo(20_000);
    assertThat(stored.reason()).contains("takes more than 15 ms");
    assertThat(Snapshot.of(organization).rows("agent_execution_logs")).hasSize(1);
  }

  @Test
  void aTraceWithMoreSpansThanOneTransactionTakesIsStoredWhole() {
    OrganizationId organization = TestKeys.organization(SERVER);

    Preparation preparation =
        new Preparation(
            SERVER.bean(Prices.class),
            SERVER.bean(Clock.class),
            SERVER.bean(Plausibility.class),
            SERVER.bean(Privacy.class),
            settings(Duration.ofSeconds(5), 100));
    Preparation.Prepared prepared =
        Tenant.call(
            organization, () -> preparation.traces(request(steps(UUID.randomUUID(), 1, 450))));
    Tenant.run(organization, () -> SERVER.bean(IngestQueue.class).accept(prepared));

    assertThat(prepared.traces()).hasSize(5);
    assertThat(Snapshot.of(organization).rows("agent_execution_logs")).hasSize(450);
    assertThat(Snapshot.of(organization).rows("executions")).hasSize(1);
  }

  private static MetaAgentException failure(IngestRequest request) {
    try {
      request.await();
      throw new AssertionError("it was stored");
    } catch (MetaAgentException e) {
      return e;
    } catch (CompletionException e) {
      throw new AssertionError(e);
    }
  }

  /// A writer as the server has, with another limit.
  private static RequestWriter writer(Duration timeout) {
    ExecutionsSettings settings = settings(timeout, 50_000);
    TraceWriter writer =
        new TransactionalTraceWriter(
            SERVER.bean(DataSource.class),
            SERVER.bean(TenantTransactions.class),
            SERVER.bean(Partitions.class),
            SERVER.bean(FirstStatistics.class),
            SERVER.bean(Organizations.class),
            SERVER.bean(AgentResolver.class),
            SERVER.bean(Stores.class),
            SERVER.bean(Clock.class),
            settings);
    return new RequestWriter(
        writer, SERVER.bean(Senders.class), settings, new SimpleMeterRegistry());
  }

  private static ExecutionsSettings settings(Duration timeout, int mostSpans) {
    return new ExecutionsSettings(timeout, mostSpans, Duration.ofMinutes(15));
  }

  private static void lock(Connection connection, OrganizationId organization, List<UUID> traces)
      throws Exception {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select from traces where organization_id = ? and trace_id = any(?) for update")) {
      connection
          .createStatement()
          .execute("select set_config('metaagent.organization', '" + organization + "', true)");
      statement.setObject(1, organization.value());
      statement.setArray(2, connection.createArrayOf("uuid", traces.toArray()));
      assertThat(statement.execute()).isTrue();
    }
  }

  private static Preparation.Prepared prepared(OrganizationId organization, List<Span> spans) {
    return Tenant.call(organization, () -> SERVER.bean(Preparation.class).traces(request(spans)));
  }

  private static ExportTraceServiceRequest request(List<Span> spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addAllSpans(spans)))
        .build();
  }

  private static Preparation.Prepared send(OrganizationId organization, List<Span> spans) {
    Preparation.Prepared prepared = prepared(organization, spans);
    return Tenant.call(organization, () -> SERVER.bean(IngestQueue.class).accept(prepared));
  }

  /// A chain of steps of one agent.
  private static List<Span> steps(UUID trace, int first, int last) {
    ByteString id =
        ByteString.copyFrom(
            ByteBuffer.allocate(16)
                .putLong(trace.getMostSignificantBits())
                .putLong(trace.getLeastSignificantBits())
                .flip());
    long now = SERVER.bean(Clock.class).millis() * 1_000_000;
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> {
          Span.Builder span =
              Span.newBuilder()
                  .setTraceId(id)
                  .setSpanId(spanId(number))
                  .setName("step")
                  .setStartTimeUnixNano(now)
                  .setEndTimeUnixNano(now + 1_000)
                  .addAttributes(
                      KeyValue.newBuilder()
                          .setKey("gen_ai.operation.name")
                          .setValue(AnyValue.newBuilder().setStringValue("agent_step")));
          return number == 1 ? span.build() : span.setParentSpanId(spanId(number - 1)).build();
        })
        .toList();
  }

  private static ByteString spanId(int number) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(number).flip());
  }
}
