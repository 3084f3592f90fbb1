package dev.metaagent.executions;

import com.google.protobuf.ByteString;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;

/// One trace of an organization of its own, written to the database by the writer of the server,
/// for tests of what reads it there.
public final class Written {

  private static final TestServer SERVER = TestServer.remote();
  private static final int SECONDS_AGO = 600;

  public final OrganizationId organization = TestKeys.organization(SERVER);
  public final TraceId trace = new TraceId(UUID.randomUUID());
  public final Instant start =
      SERVER
          .bean(Clock.class)
          .instant()
          .minusSeconds(SECONDS_AGO)
          .truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
  public final LocalDate day = LocalDate.ofInstant(start, ZoneOffset.UTC);

  /// Work on the connection of a transaction of the organization.
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  public <T> T bean(Class<T> type) {
    return SERVER.bean(type);
  }

  /// A span of an operation, of the agent where one is named.
  ///
  /// @param from milliseconds after the start of the trace
  public Span.Builder span(
      long id, long parent, String operation, @Nullable String agent, long from, long to) {
    long begun = EpochNanos.nanos(start) - Steps.START;
    return Steps.span(
            id, parent, operation, agent, begun + from * 1_000_000, begun + to * 1_000_000)
        .setTraceId(
            ByteString.copyFrom(
                ByteBuffer.allocate(16)
                    .putLong(trace.value().getMostSignificantBits())
                    .putLong(trace.value().getLeastSignificantBits())
                    .flip()));
  }

  /// The same within the first 100 milliseconds.
  public Span.Builder span(long id, long parent, String operation, @Nullable String agent) {
    return span(id, parent, operation, agent, id, 100);
  }

  /// A part of the trace, as a request brings it.
  public IncomingTrace part(Span.Builder... spans) {
    return prepared(spans).traces().getFirst();
  }

  /// The same told as one run that a newer revision replaces.
  public IncomingTrace revision(Revision revision, Span.Builder... spans) {
    return part(spans).with(revision);
  }

  /// A part of a trace that another instrumentation sent.
  public IncomingTrace ofScope(String name, Span.Builder... spans) {
    return prepared(name, spans).traces().getFirst();
  }

  private Preparation.Prepared prepared(Span.Builder... spans) {
    return prepared("one", spans);
  }

  private Preparation.Prepared prepared(String name, Span.Builder... spans) {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    scope.getScopeBuilder().setName(name);
    for (Span.Builder span : spans) {
      scope.addSpans(span);
    }
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder()
                    .setResource(
                        Resource.newBuilder().addAttributes(Steps.text("service.name", "shop")))
                    .addScopeSpans(scope))
            .build();
    return Tenant.call(organization, () -> bean(Preparation.class).traces(request));
  }

  /// Writes a part in a transaction of its own.
  public Map<TraceId, Revision.State> write(IncomingTrace part) {
    return Tenant.call(organization, () -> bean(TraceWriter.class).record(List.of(part)));
  }

  public void write(Span.Builder... spans) {
    write(part(spans));
  }

  public <T> T in(Supplier<T> work) {
    return Tenant.call(organization, () -> bean(TenantTransactions.class).write(work));
  }

  public <T> T connected(Work<T> work) {
    return in(() -> {
      try {
        return work.on(DataSourceUtils.getConnection(bean(DataSource.class)));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  public int change(String sql) {
    return in(() -> JdbcClient.create(bean(DataSource.class)).sql(sql).update());
  }

  /// The first column of some rows, as text.
  public List<String> rows(String sql) {
    return in(() ->
        JdbcClient.create(bean(DataSource.class))
            .sql(sql)
            .query((row, number) -> String.valueOf(row.getString(1)))
            .list());
  }
}
