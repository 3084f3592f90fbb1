package dev.metaagent.executions;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.metaagent.conventions.ActionContent;
import dev.metaagent.executions.content.Compression;
import dev.metaagent.executions.content.ServiceTier;
import dev.metaagent.executions.content.StoredContent;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.tenancy.Tenant;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The content of actions, read from the packs of their trace, within the transaction of the
/// caller.
@Repository
public class Contents {

  private static final Logger log = LoggerFactory.getLogger(Contents.class);

  private static final String PACKS =
      """
      select c.trace_id, c.pack, c.body
      from unnest(:traces::uuid[], :packs::integer[]) k(trace_id, pack)
      join action_contents c on c.organization_id = :organization and c.day = :day and c.trace_id = k.trace_id
        and c.pack = k.pack
      """;

  private static final String LOG_PACKS =
      """
      select distinct r.trace_id, r.span_id, r.pack
      from action_log_records r
      where r.organization_id = :organization and r.day = :day and r.trace_id = any(:traces)
        and r.span_id = any(:spans)
      """;

  /// An action and the pack of its trace that holds its span.
  public record Key(TraceId trace, long span, int pack) {

    /// The span itself, without its pack.
    public At at() {
      return new At(trace, span);
    }
  }

  /// One span of one trace.
  public record At(TraceId trace, long span) {}

  private record Pack(TraceId trace, int number) {}

  private record Said(ResourceSpans resource, ScopeSpans scope, Span span) {}

  private final JdbcClient jdbc;

  public Contents(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// The content of one action of the organization in scope; empty when it is no longer kept.
  public Optional<ActionContent> of(LocalDate day, Key action) {
    return Optional.ofNullable(of(Tenant.current(), day, List.of(action)).get(action.at()));
  }

  /// The content of actions of one day (partition); those no longer kept are absent.
  public Map<At, ActionContent> of(OrganizationId organization, LocalDate day, List<Key> actions) {
    Map<At, Said> said = spans(organization, day, actions);
    Map<At, List<LogRecord>> logs = logs(organization, day, actions);
    Map<At, ActionContent> contents = new HashMap<>();
    said.forEach((at, found) ->
        contents.put(
            at,
            ActionContent.of(
                found.resource().getResource(),
                found.scope().getScope(),
                found.span(),
                logs.getOrDefault(at, List.of()))));
    return contents;
  }

  /// The service tiers of model calls of one day; those whose span is no longer kept are absent.
  public Map<At, ServiceTier> serviceTiers(
      OrganizationId organization, LocalDate day, List<Key> calls) {
    Map<At, ServiceTier> tiers = new HashMap<>();
    spans(organization, day, calls)
        .forEach((at, found) -> tiers.put(at, ServiceTier.of(found.span())));
    return tiers;
  }

  private Map<At, Said> spans(OrganizationId organization, LocalDate day, List<Key> actions) {
    Map<Pack, Set<Long>> wanted = new HashMap<>();
    for (Key key : actions) {
      wanted
          .computeIfAbsent(new Pack(key.trace(), key.pack()), _ -> new HashSet<>())
          .add(key.span());
    }
    Map<At, Said> said = new HashMap<>();
    read(
        organization,
        day,
        wanted.keySet(),
        (pack, body) ->
            collect(
                body,
                wanted.getOrDefault(pack, Set.of()),
                (span, found) -> said.put(new At(pack.trace(), span), found)));
    return said;
  }

  private static void collect(byte[] body, Set<Long> wanted, BiConsumer<Long, Said> said)
      throws InvalidProtocolBufferException {
    for (ResourceSpans resource : StoredContent.spans(body).getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        for (Span span : scope.getSpansList()) {
          long id = number(span.getSpanId());
          if (wanted.contains(id)) {
            said.accept(id, new Said(resource, scope, span));
          }
        }
      }
    }
  }

  private Map<At, List<LogRecord>> logs(
      OrganizationId organization, LocalDate day, List<Key> actions) {
    Map<Pack, Set<Long>> wanted = new HashMap<>();
    jdbc.sql(LOG_PACKS)
        .param("organization", organization.value())
        .param("day", day)
        .param("traces", actions.stream().map(key -> key.trace().value()).toArray(UUID[]::new))
        .param("spans", actions.stream().map(Key::span).toArray(Long[]::new))
        .query(row -> {
          TraceId trace = new TraceId(row.getObject("trace_id", UUID.class));
          wanted
              .computeIfAbsent(new Pack(trace, row.getInt("pack")), _ -> new HashSet<>())
              .add(row.getLong("span_id"));
        });
    Map<At, List<LogRecord>> logs = new HashMap<>();
    read(
        organization,
        day,
        wanted.keySet(),
        (pack, body) ->
            collectLogs(
                body,
                wanted.getOrDefault(pack, Set.of()),
                (span, record) ->
                    logs.computeIfAbsent(new At(pack.trace(), span), _ -> new ArrayList<>())
                        .add(record)));
    return logs;
  }

  private static void collectLogs(byte[] body, Set<Long> wanted, BiConsumer<Long, LogRecord> said)
      throws InvalidProtocolBufferException {
    for (ResourceLogs resource : StoredContent.logs(body).getResourceLogsList()) {
      for (ScopeLogs scope : resource.getScopeLogsList()) {
        for (LogRecord record : scope.getLogRecordsList()) {
          long id = number(record.getSpanId());
          if (wanted.contains(id)) {
            said.accept(id, record);
          }
        }
      }
    }
  }

  private interface Reader {
    void read(Pack pack, byte[] body) throws InvalidProtocolBufferException;
  }

  private void read(OrganizationId organization, LocalDate day, Set<Pack> packs, Reader reader) {
    if (packs.isEmpty()) {
      return;
    }
    List<Pack> wanted = List.copyOf(packs);
    jdbc.sql(PACKS)
        .param("organization", organization.value())
        .param("day", day)
        .param("traces", wanted.stream().map(pack -> pack.trace().value()).toArray(UUID[]::new))
        .param("packs", wanted.stream().map(Pack::number).toArray(Integer[]::new))
        .query(row -> {
          Pack pack =
              new Pack(new TraceId(row.getObject("trace_id", UUID.class)), row.getInt("pack"));
          try {
            reader.read(pack, Compression.decompress(row.getBytes("body")));
          } catch (InvalidProtocolBufferException | IllegalStateException e) {
            log.warn("pack {} of trace {} is not readable", pack.number(), pack.trace(), e);
          }
        });
  }

  /// A span id as it is stored; 0 when the bytes are not one.
  public static long number(ByteString id) {
    return id.size() == Long.BYTES ? id.asReadOnlyByteBuffer().getLong() : 0;
  }
}
