package dev.metaagent.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import dev.metaagent.access.KeyScope;
import dev.metaagent.testing.Asking;
import dev.metaagent.testing.Eventually;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;

/// Telemetry over gRPC, as an exporter sends it and as none should.
class OtlpGrpcTest {

  private static final int MOST = 1024 * 1024;
  private static final long NOW = Clock.systemUTC().millis();

  private static final Metadata.Key<String> KEY =
      Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER);

  private final Asking asking = new Asking();
  private OtlpGrpc server;
  private ManagedChannel connection;
  private Channel channel;
  private int port;

  @BeforeEach
  void start() throws Exception {
    port = freePort();
    server = server(port);
    server.start();
    connection = ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    channel =
        ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(key()));
  }

  private Metadata key() {
    Metadata headers = new Metadata();
    headers.put(KEY, TestKeys.key(TestServer.remote(), asking.organization(), KeyScope.INGEST));
    return headers;
  }

  @AfterEach
  void stop() {
    connection.shutdownNow();
    server.stop();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// One more port of the running server, for requests of at most a MiB.
  private OtlpGrpc server(int port) throws ReflectiveOperationException {
    Map<String, Object> chosen =
        Map.of("metaagent.ingest.otlp-grpc-port", port, "metaagent.ingest.max-request", "1MB");
    IngestSettings settings =
        new Binder(new MapConfigurationPropertySource(chosen))
            .bind("metaagent.ingest", IngestSettings.class)
            .get();
    Constructor<?> constructor = OtlpGrpc.class.getDeclaredConstructors()[0];
    Object[] arguments =
        Arrays.stream(constructor.getParameterTypes())
            .map(type -> {
              if (type == IngestSettings.class) {
                return settings;
              }
              return type == String.class ? "127.0.0.1" : asking.bean(type);
            })
            .toArray();
    return (OtlpGrpc) constructor.newInstance(arguments);
  }

  private Status refusal(byte[] message, CallOptions options) {
    MethodDescriptor<byte[], ?> method =
        TraceServiceGrpc.getExportMethod().toBuilder(
                new AsTheyAre(), TraceServiceGrpc.getExportMethod().getResponseMarshaller())
            .build();
    return catchThrowableOfType(
            StatusRuntimeException.class,
            () -> ClientCalls.blockingUnaryCall(channel, method, options, message))
        .getStatus();
  }

  private static final class AsTheyAre implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
      return new byte[0];
    }
  }

  private static ExportTraceServiceRequest request(String name) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .addScopeSpans(
                    ScopeSpans.newBuilder()
                        .addSpans(
                            Span.newBuilder()
                                .setTraceId(ByteString.copyFromUtf8("grpc-trace-16byt"))
                                .setSpanId(ByteString.copyFromUtf8("8 bytes."))
                                .setName(name)
                                .setStartTimeUnixNano((NOW - 1_000) * 1_000_000)
                                .setEndTimeUnixNano(NOW * 1_000_000)
                                .addAttributes(
                                    KeyValue.newBuilder()
                                        .setKey("metaagent.agent.name")
                                        .setValue(AnyValue.newBuilder().setStringValue("Caller")))
                                .addAttributes(
                                    KeyValue.newBuilder()
                                        .setKey("metaagent.action.kind")
                                        .setValue(AnyValue.newBuilder().setStringValue("agent"))))))
        .build();
  }

  @Test
  void numbersOfRecordsAreReadFromTheMetadata() {
    Metadata numbers = new Metadata();
    Map.of(
            "metaagent-instance", "0b6a3c66-2f3b-4d58-8b39-5a1a6bd31a10",
            "metaagent-sequence", "3-4",
            "metaagent-dropped", "7",
            "metaagent-sdk", "go/0.1")
        .forEach((name, value) ->
            numbers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
    Channel numbered =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(numbers));
    var _ = TraceServiceGrpc.newBlockingStub(numbered).export(request("numbered"));

    JsonNode loss = asking.get("/api/v1/connect/losses").get("items").get(0);
    assertThat(loss.get("dropped").asInt()).isEqualTo(7);
    assertThat(loss.get("received").asInt()).isEqualTo(2);
    assertThat(loss.get("sdk").asString()).isEqualTo("go/0.1");
  }

  @Test
  void spansAreStored() {
    var answer = TraceServiceGrpc.newBlockingStub(channel).export(request("over gRPC"));

    assertThat(answer.hasPartialSuccess()).isFalse();
    assertThat(asking.get("/api/v1/executions").get("items")).hasSize(1);
  }

  @Test
  void aBrokenMessageIsAnInvalidArgument() {
    Status status = refusal(new byte[] {0x0a, 0x7f, 1, 2, 3}, CallOptions.DEFAULT);

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void aMessageOverTheLimitIsResourceExhausted() {
    byte[] large = request("x".repeat(MOST)).toByteArray();
    Logger framing = (Logger) LoggerFactory.getLogger("io.grpc.netty");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    framing.addAppender(log);

    assertThat(refusal(large, CallOptions.DEFAULT).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refusal(large, CallOptions.DEFAULT.withCompression("gzip")).getCode())
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    framing.detachAppender(log);
    assertThat(log.list).isEmpty();
  }

  @Test
  void aStrangerIsUnauthenticated() {
    Status status =
        catchThrowableOfType(
                StatusRuntimeException.class,
                () -> TraceServiceGrpc.newBlockingStub(connection).export(request("stranger")))
            .getStatus();

    assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  private JsonNode attempt(String problem) throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      for (JsonNode attempt : asking.get("/api/v1/connect/attempts").get("items")) {
        if (attempt.get("problem").asString("").contains(problem)) {
          return attempt;
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no attempt with the problem " + problem);
  }

  @Test
  void whatIsStoredAndWhatIsNotIsToldOnConnect() throws InterruptedException {
    var logs =
        ExportLogsServiceRequest.newBuilder()
            .addResourceLogs(
                ResourceLogs.newBuilder()
                    .addScopeLogs(
                        ScopeLogs.newBuilder()
                            .addLogRecords(
                                LogRecord.newBuilder()
                                    .setBody(AnyValue.newBuilder().setStringValue("hello")))))
            .build();

    TraceServiceGrpc.newBlockingStub(channel).export(request("told"));
    var answer = LogsServiceGrpc.newBlockingStub(channel).export(logs);
    var nothing = ExportTraceServiceRequest.getDefaultInstance();
    TraceServiceGrpc.newBlockingStub(channel).export(nothing);

    assertThat(answer.getPartialSuccess().getRejectedLogRecords()).isEqualTo(1);
    assertThat(attempt("1 of 1 log records were rejected").get("remedy").asString()).isNotEmpty();
    assertThat(attempt("empty").get("status").asInt()).isEqualTo(200);
    String spans =
        Eventually.get(
            () ->
                asking.get("/api/v1/connect/attempts").get("items").findValues("spans").toString(),
            text -> text.contains("1"));
    assertThat(spans).contains("1");
  }

  @Test
  void grpcAtAnHttpPortIsRefusedInItsOwnWordsAndToldOnConnect() throws InterruptedException {
    ManagedChannel wrong =
        ManagedChannelBuilder.forAddress("127.0.0.1", TestServer.remote().port())
            .usePlaintext()
            .build();
    try {
      Channel signed =
          ClientInterceptors.intercept(wrong, MetadataUtils.newAttachHeadersInterceptor(key()));
      Status status =
          catchThrowableOfType(
                  StatusRuntimeException.class,
                  () -> TraceServiceGrpc.newBlockingStub(signed).export(request("lost")))
              .getStatus();

      assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThat(status.getDescription()).contains("HTTP port");
      assertThat(attempt("gRPC was sent to an HTTP port").get("remedy").asString())
          .contains("http/protobuf");
    } finally {
      wrong.shutdownNow();
    }
  }

  @Test
  void httpAtTheGrpcPortIsAnsweredAsHttpAndToldOnConnect() throws Exception {
    String key = String.valueOf(key().get(KEY));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      for (String part :
          new String[] {
            "P", "OST /v1/traces HTTP/1.1\r\nHost: x\r\n", "X-Api-Key: " + key + "\r\n\r\n"
          }) {
        socket.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
        Thread.sleep(20);
      }
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 415").contains("OTLP over gRPC");
    }
    assertThat(attempt("HTTP was sent to the gRPC port").get("path").asString())
        .isEqualTo("/v1/traces");
  }

  @Test
  void metricsThatCannotBeReadAreAnInvalidArgument() {
    MethodDescriptor<byte[], ?> method =
        MetricsServiceGrpc.getExportMethod().toBuilder(
                new AsTheyAre(), MetricsServiceGrpc.getExportMethod().getResponseMarshaller())
            .build();
    Status status =
        catchThrowableOfType(
                StatusRuntimeException.class,
                () ->
                    ClientCalls.blockingUnaryCall(
                        channel, method, CallOptions.DEFAULT, new byte[] {0x0a, 0x7f, 1}))
            .getStatus();

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }
}
