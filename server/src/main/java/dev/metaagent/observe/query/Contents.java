package dev.metaagent.observe.query;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.metaagent.kernel.TraceId;
import dev.metaagent.observe.Compression;
import dev.metaagent.observe.mapping.ActionContent;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.LogsData;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What actions said, read from the packs of their trace, within the transaction of the caller.
@Repository
public class Contents {

  private static final String PACKS =
      """
      select pack, body from action_contents
      where day = :day and trace_id = :trace and pack = any(:packs)
      """;

  private static final String LOG_PACKS =
      """
      select distinct span_id, pack from action_log_records
      where day = :day and trace_id = :trace and span_id = any(:spans)
      """;

  /// An action and the pack that holds its span.
  public record Key(long span, int pack) {}

  private record Said(ResourceSpans resource, ScopeSpans scope, Span span) {}

  private final JdbcClient jdbc;

  public Contents(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
  }

  /// The content of one action; empty when it is no longer kept.
  public Optional<ActionContent> of(LocalDate day, TraceId trace, Key action) {
    return Optional.ofNullable(of(day, trace, List.of(action)).get(action.span()));
  }

  /// The content of some actions of a trace by their spans; those no longer kept are absent.
  public Map<Long, ActionContent> of(LocalDate day, TraceId trace, List<Key> actions) {
    Map<Long, Said> said = spans(day, trace, actions);
    Map<Long, List<LogRecord>> logs = logs(day, trace, actions);
    Map<Long, ActionContent> contents = new HashMap<>();
    said.forEach((id, at) ->
        contents.put(
            id,
            ActionContent.of(
                at.resource().getResource(),
                at.scope().getScope(),
                at.span(),
                logs.getOrDefault(id, List.of()))));
    return contents;
  }

  private Map<Long, Said> spans(LocalDate day, TraceId trace, List<Key> actions) {
    Map<Integer, List<Long>> wanted = new HashMap<>();
    actions.forEach(
        key -> wanted.computeIfAbsent(key.pack(), _ -> new ArrayList<>()).add(key.span()));
    Map<Long, Said> said = new HashMap<>();
    bodies(day, trace, wanted.keySet().toArray(Integer[]::new))
        .forEach((pack, body) -> collect(body, wanted.getOrDefault(pack, List.of()), said));
    return said;
  }

  private static void collect(byte[] body, List<Long> wanted, Map<Long, Said> said) {
    try {
      for (ResourceSpans resource : TracesData.parseFrom(body).getResourceSpansList()) {
        for (ScopeSpans scope : resource.getScopeSpansList()) {
          for (Span span : scope.getSpansList()) {
            long id = number(span.getSpanId());
            if (wanted.contains(id)) {
              said.put(id, new Said(resource, scope, span));
            }
          }
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("stored spans are not readable", e);
    }
  }

  private Map<Long, List<LogRecord>> logs(LocalDate day, TraceId trace, List<Key> actions) {
    Map<Integer, List<Long>> wanted = new HashMap<>();
    jdbc.sql(LOG_PACKS)
        .param("day", day)
        .param("trace", trace.value())
        .param("spans", actions.stream().map(Key::span).toArray(Long[]::new))
        .query(row -> {
          wanted
              .computeIfAbsent(row.getInt("pack"), _ -> new ArrayList<>())
              .add(row.getLong("span_id"));
        });
    Map<Long, List<LogRecord>> logs = new HashMap<>();
    if (!wanted.isEmpty()) {
      bodies(day, trace, wanted.keySet().toArray(Integer[]::new))
          .forEach((pack, body) -> collectLogs(body, wanted.getOrDefault(pack, List.of()), logs));
    }
    return logs;
  }

  private static void collectLogs(byte[] body, List<Long> wanted, Map<Long, List<LogRecord>> logs) {
    try {
      for (ResourceLogs resource : LogsData.parseFrom(body).getResourceLogsList()) {
        for (ScopeLogs scope : resource.getScopeLogsList()) {
          for (LogRecord record : scope.getLogRecordsList()) {
            long id = number(record.getSpanId());
            if (wanted.contains(id)) {
              logs.computeIfAbsent(id, _ -> new ArrayList<>()).add(record);
            }
          }
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("stored log records are not readable", e);
    }
  }

  private Map<Integer, byte[]> bodies(LocalDate day, TraceId trace, Integer[] packs) {
    Map<Integer, byte[]> bodies = new HashMap<>();
    jdbc.sql(PACKS)
        .param("day", day)
        .param("trace", trace.value())
        .param("packs", packs)
        .query(row -> {
          bodies.put(row.getInt("pack"), Compression.decompress(row.getBytes("body")));
        });
    return bodies;
  }

  /// A span id as it is stored; 0 when the bytes are not one.
  public static long number(@Nullable ByteString id) {
    return id == null || id.size() != Long.BYTES ? 0 : ByteBuffer.wrap(id.toByteArray()).getLong();
  }
}
