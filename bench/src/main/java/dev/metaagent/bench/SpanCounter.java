package dev.metaagent.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/// A server that refuses telemetry for now, then takes it and counts its spans.
final class SpanCounter implements AutoCloseable {

  private final AtomicLong spans = new AtomicLong();
  private final HttpServer server;
  private volatile boolean accepts;

  SpanCounter() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  long spans() {
    return spans.get();
  }

  void accept() {
    accepts = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    boolean traces = exchange.getRequestURI().getPath().equals("/v1/traces");
    if (traces && accepts) {
      if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
        body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
      }
      // resource_spans = 1, scope_spans = 2, spans = 2
      spans.addAndGet(messages(body, 0, body.length, 1, 2, 2));
    }
    int taken = accepts ? 200 : 503;
    exchange.sendResponseHeaders(traces ? taken : 404, -1);
    exchange.close();
  }

  /// How many messages a path of field numbers leads to, all of them of a length.
  private static long messages(byte[] protobuf, int from, int to, int... path) {
    long found = 0;
    int at = from;
    while (at < to) {
      long[] tag = number(protobuf, at);
      at = (int) tag[1];
      int type = (int) (tag[0] & 7);
      if (type == 2) {
        long[] length = number(protobuf, at);
        int begin = (int) length[1];
        at = begin + (int) length[0];
        if (tag[0] >>> 3 == path[0]) {
          found +=
              path.length == 1
                  ? 1
                  : messages(protobuf, begin, at, Arrays.copyOfRange(path, 1, path.length));
        }
      } else {
        at = type == 0 ? (int) number(protobuf, at)[1] : at + (type == 1 ? 8 : 4);
      }
    }
    return found;
  }

  /// A number of variable length, and where it ends.
  private static long[] number(byte[] protobuf, int from) {
    long value = 0;
    int at = from;
    for (int shift = 0; ; shift += 7) {
      byte next = protobuf[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return new long[] {value, at};
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
