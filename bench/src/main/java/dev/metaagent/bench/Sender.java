package dev.metaagent.bench;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// An OTLP endpoint, from the side of an agent.
sealed interface Sender extends AutoCloseable {

  /// What the server said: acknowledged, refused for now (send again), or refused for good; {@code
  /// status} is the HTTP status, 200 for gRPC's OK, 503 where no answer came.
  record Answer(int status, String text, boolean retryAfter) {
    boolean acknowledged() {
      return status == 200;
    }
  }

  Answer send(byte[] body) throws InterruptedException;

  @Override
  void close();

  /// OTLP over HTTP.
  record Http(HttpClient client, URI address, String type) implements Sender {

    static Http protobuf(int port) {
      return new Http(newClient(), traces(port), "application/x-protobuf");
    }

    static Http json(int port) {
      return new Http(newClient(), traces(port), "application/json");
    }

    private static HttpClient newClient() {
      return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    }

    private static URI traces(int port) {
      return URI.create("http://127.0.0.1:" + port + "/v1/traces");
    }

    @Override
    public Answer send(byte[] body) throws InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .timeout(Duration.ofSeconds(60))
              .header("Content-Type", type)
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      try {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        boolean retry = response.headers().firstValue("Retry-After").isPresent();
        return new Answer(response.statusCode(), response.body(), retry);
      } catch (IOException e) {
        return new Answer(503, "no answer: " + e.getMessage(), false);
      }
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /// OTLP over gRPC, with the body as it is.
  record Grpc(ManagedChannel channel) implements Sender {

    private static final MethodDescriptor<byte[], byte[]> EXPORT =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    static Grpc to(int port) {
      return new Grpc(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build());
    }

    @Override
    public Answer send(byte[] body) {
      try {
        byte[] unused = ClientCalls.blockingUnaryCall(channel, EXPORT, CallOptions.DEFAULT, body);
        return new Answer(200, unused.length + " bytes", false);
      } catch (StatusRuntimeException e) {
        boolean later = e.getStatus().getCode() == Status.Code.UNAVAILABLE;
        return new Answer(later ? 503 : 400, e.getMessage() + "", later);
      }
    }

    @Override
    public void close() {
      channel.shutdownNow();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
      @Override
      public InputStream stream(byte[] value) {
        return new ByteArrayInputStream(value);
      }

      @Override
      public byte[] parse(InputStream stream) {
        try {
          return stream.readAllBytes();
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    }
  }
}
