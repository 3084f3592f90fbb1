package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.metaagent.executions.content.Compression;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Asking;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Personal data and secrets in every text of every message: nothing of it is in any table, answer,
/// export or line of the log.
class EveryPlaceTest {

  /// found everywhere, also where ids stand
  private static final List<String> ANYWHERE =
      List.of(
          "ada.needle@x.example",
          "+49 30 5550987",
          "DE89370400440532013000",
          "sk-proj-" + "a8F3k2M9qX7Lp0Zr5Tv1bN6cW4dYeG8h",
          "ghp_" + "a8F3k2M9qX7Lp0Zr5Tv1bN6cW4dYeG8hJ2kL");

  /// not looked for in ids, names and versions of instrumentation, and addresses of schemas
  private static final List<String> IN_TEXTS =
      List.of("4111 1111 1111 1111", "078-05-1120", "203.0.113.77");

  private static final Set<String> IDS =
      Set.of("schema_url", "trace_state", "version", "key", "type", "id_keys", "description_keys");

  /// of no message of OTLP
  private static final int UNKNOWN_FIELD = 900;

  private final Asking asking = new Asking();
  private final Instant now = Clock.systemUTC().instant();

  private static String anywhere() {
    return String.join(" , ", ANYWHERE);
  }

  private static String everything() {
    return anywhere() + " , " + String.join(" , ", IN_TEXTS);
  }

  /// A message whose texts all hold personal data, those of messages inside it too, and a field
  /// that nobody knows.
  private static Message filled(Message message) {
    Message.Builder builder = message.toBuilder().setUnknownFields(unknown());
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.STRING && field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          builder.setRepeatedField(field, i, text(field.getName(), IDS.contains(field.getName())));
        }
      } else if (field.getJavaType() == FieldDescriptor.JavaType.STRING) {
        if (field.getContainingOneof() == null || message.hasField(field)) {
          boolean scope = message.getDescriptorForType().getName().equals("InstrumentationScope");
          boolean id = scope || IDS.contains(field.getName());
          builder.setField(field, text(field.getName(), id));
        }
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          builder.setRepeatedField(field, i, filled((Message) message.getRepeatedField(field, i)));
        }
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && message.hasField(field)) {
        builder.setField(field, filled((Message) message.getField(field)));
      }
    }
    return builder.build();
  }

  private static UnknownFieldSet unknown() {
    return UnknownFieldSet.newBuilder()
        .addField(
            UNKNOWN_FIELD,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFromUtf8(everything()))
                .build())
        .build();
  }

  /// A text inside as many lists as a request may hold.
  private static KeyValue deep() {
    var value = attribute("k", everything()).getValue();
    for (int i = 0; i < 90; i++) {
      value = AnyValue.newBuilder().setArrayValue(ArrayValue.newBuilder().addValues(value)).build();
    }
    return KeyValue.newBuilder().setKey("app.deep").setValue(value).build();
  }

  private static String text(String field, boolean id) {
    return field.equals("key") ? "app.note" : id ? anywhere() : everything();
  }

  private ExportTraceServiceRequest traces() {
    var value = AnyValue.newBuilder().setStringValue("x");
    var attribute = KeyValue.newBuilder().setKey("k").setValue(value);
    long nanos = now.getEpochSecond() * 1_000_000_000L;
    Span span =
        Span.newBuilder()
            .setTraceId(bytes(16))
            .setSpanId(bytes(8))
            .setStartTimeUnixNano(nanos)
            .setEndTimeUnixNano(nanos + 1_000_000)
            .addAttributes(attribute)
            .addEvents(Span.Event.newBuilder().setTimeUnixNano(nanos).addAttributes(attribute))
            .addLinks(
                Span.Link.newBuilder()
                    .setTraceId(bytes(16))
                    .setSpanId(bytes(8))
                    .addAttributes(attribute))
            .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR))
            .build();
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder()
                    .setResource(
                        Resource.newBuilder()
                            .addEntityRefs(
                                EntityRef.newBuilder().addIdKeys("k").addDescriptionKeys("k"))
                            .addAttributes(attribute))
                    .addScopeSpans(
                        ScopeSpans.newBuilder()
                            .setScope(InstrumentationScope.newBuilder().addAttributes(attribute))
                            .addSpans(span)))
            .build();
    ExportTraceServiceRequest full = (ExportTraceServiceRequest) filled(request);
    return named(
        full,
        attribute("gen_ai.operation.name", "invoke_agent"),
        attribute("gen_ai.agent.name", everything()),
        attribute("app." + anywhere(), "x"),
        deep());
  }

  private static ExportTraceServiceRequest named(
      ExportTraceServiceRequest request, KeyValue... more) {
    ExportTraceServiceRequest.Builder builder = request.toBuilder();
    builder
        .getResourceSpansBuilder(0)
        .getScopeSpansBuilder(0)
        .getSpansBuilder(0)
        .addAllAttributes(List.of(more));
    return builder.build();
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private ExportLogsServiceRequest logs() {
    long nanos = now.getEpochSecond() * 1_000_000_000L;
    var value = AnyValue.newBuilder().setStringValue("x");
    ExportLogsServiceRequest request =
        ExportLogsServiceRequest.newBuilder()
            .addResourceLogs(
                ResourceLogs.newBuilder()
                    .addScopeLogs(
                        ScopeLogs.newBuilder()
                            .setScope(InstrumentationScope.newBuilder())
                            .addLogRecords(
                                LogRecord.newBuilder()
                                    .setTraceId(bytes(16))
                                    .setSpanId(bytes(8))
                                    .setTimeUnixNano(nanos)
                                    .setBody(value))))
            .build();
    return (ExportLogsServiceRequest) filled(request);
  }

  private static ByteString bytes(int count) {
    byte[] bytes = new byte[count];
    java.util.Arrays.fill(bytes, (byte) 0x5A);
    return ByteString.copyFrom(bytes);
  }

  /// @param id what stands in short fields
  private String run(String name, String id) {
    String text = everything();
    return tools.jackson.databind.json.JsonMapper.shared()
        .writeValueAsString(
            Map.ofEntries(
                Map.entry("id", name),
                Map.entry("agent", id),
                Map.entry("framework", id),
                Map.entry("version", id),
                Map.entry("environment", id),
                Map.entry("startedAt", now.toString()),
                Map.entry("durationMs", 5),
                Map.entry("sessionId", id),
                Map.entry("userId", id),
                Map.entry("input", text),
                Map.entry("output", Map.of("answer", List.of(text))),
                Map.entry("error", Map.of("type", id, "message", text)),
                Map.entry("prompt", Map.of("name", id, "version", id)),
                Map.entry("model", id),
                Map.entry("provider", id),
                Map.entry("attributes", Map.of("note", text, "of " + id, "x")),
                Map.entry("arm", id),
                Map.entry("taskClass", id),
                Map.entry("keys", List.of("ada.needle@x.example")),
                Map.entry(
                    "steps",
                    List.of(
                        Map.of(
                            "name",
                            id,
                            "kind",
                            "tool",
                            "input",
                            text,
                            "output",
                            text,
                            "error",
                            Map.of("type", id, "message", text))))));
  }

  private static String outcome() {
    return """
    {"executionId": "run-0", "kind": "feedback", "success": true, "comment": "%1$s", "by": "%1$s"}
    """
        .formatted(everything());
  }

  /// All rows that the organization holds, as texts; compressed values as they were before.
  private Set<String> stored() {
    Set<String> texts = new TreeSet<>();
    for (String table : tables()) {
      try {
        read(() -> {
          jdbc()
              .sql("select * from " + table)
              .query((row, _) -> {
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                  texts.add(table + ": " + plain(row.getObject(i)));
                }
                return true;
              })
              .list();
          return true;
        });
      } catch (DataAccessException _) {
        // a table that no organization may read
      }
    }
    return texts;
  }

  private static String plain(@org.jspecify.annotations.Nullable Object value) {
    if (!(value instanceof byte[] bytes)) {
      return String.valueOf(value);
    }
    try {
      return new String(Compression.decompress(bytes), StandardCharsets.UTF_8);
    } catch (IllegalStateException _) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private List<String> tables() {
    return read(() ->
        jdbc()
            .sql(
                "select quote_ident(table_name) from information_schema.tables where table_schema ="
                    + " 'public'")
            .query((row, _) -> java.util.Objects.requireNonNull(row.getString(1)))
            .list());
  }

  private JdbcClient jdbc() {
    return JdbcClient.create(asking.bean(javax.sql.DataSource.class));
  }

  private <T> T read(java.util.function.Supplier<T> work) {
    return Tenant.call(
        asking.organization(), () -> asking.bean(TenantTransactions.class).read(work));
  }

  private static void holdsNone(Set<String> texts) {
    List<String> needles = new ArrayList<>(ANYWHERE);
    needles.addAll(IN_TEXTS);
    for (String text : texts) {
      for (String needle : needles) {
        assertThat(text.contains(needle)).as(needle + " in " + shorten(text)).isFalse();
      }
    }
  }

  private static String shorten(String text) {
    return text.substring(0, Math.min(600, text.length()));
  }

  @Test
  void nothingThatIsPersonalIsStoredShownExportedOrLogged() throws InterruptedException {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    Logger ours = (Logger) LoggerFactory.getLogger("dev.metaagent");
    Level before = ours.getLevel();
    ours.setLevel(Level.DEBUG);
    try {
      asking.post("/v1/traces", "application/x-protobuf", traces().toByteArray());
      asking.post("/v1/logs", "application/x-protobuf", logs().toByteArray());
      for (int i = 0; i < ANYWHERE.size(); i++) {
        var run = asking.send("POST", "/api/v1/executions", run("run-" + i, ANYWHERE.get(i)));
        assertThat(run.statusCode()).as(run.body()).isEqualTo(200);
      }
      var outcome = asking.send("POST", "/api/v1/outcomes", outcome());
      assertThat(outcome.statusCode()).as(outcome.body()).isEqualTo(200);
      var key =
          asking.send(
              "POST",
              "/api/v1/keys",
              "{\"name\":\"of ada.needle@x.example\",\"scope\":\"read\",\"reason\":\""
                  + everything()
                  + "\"}");
      assertThat(key.statusCode()).as(key.body()).isLessThan(300);
      Asking.eventually(
          () -> stored().stream().anyMatch(text -> text.startsWith("execution_words: ")));

      Set<String> stored = stored();
      assertThat(stored).anyMatch(text -> text.contains("<EMAIL:k"));
      holdsNone(stored);
      holdsNone(answers());
      log.list.stream()
          .map(ILoggingEvent::getFormattedMessage)
          .forEach(line -> holdsNone(Set.of(line)));
    } finally {
      ours.setLevel(before);
      root.detachAppender(log);
    }
  }

  private Set<String> answers() {
    Set<String> answers = new TreeSet<>();
    for (String path :
        List.of(
            "/api/v1/executions",
            "/api/v1/actions",
            "/api/v1/agents",
            "/api/v1/audit",
            "/api/v1/keys",
            "/api/v1/executions/export",
            "/api/v1/executions/facets",
            "/api/v1/connect/attempts")) {
      var answer = asking.raw(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      answers.add(answer.body());
    }
    for (var run : asking.get("/api/v1/executions").get("items")) {
      String path = "/api/v1/executions/" + run.get("id").asString();
      answers.add(asking.raw(path).body());
      answers.add(asking.raw(path + "/actions").body());
      answers.add(asking.raw(path + "/logs").body());
    }
    return answers;
  }
}
