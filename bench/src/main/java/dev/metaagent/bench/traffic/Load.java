package dev.metaagent.bench.traffic;

import dev.metaagent.bench.traffic.TraceTemplate.Encoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// An endless load of traces of 24 agents in two versions, one of them failing; threads take
/// requests from it.
public final class Load implements Workload {

  private static final int AGENTS = 24;
  private static final byte[] BEGIN = "{\"resourceSpans\":[".getBytes(StandardCharsets.US_ASCII);

  private final long seed;
  private final Encoding encoding;
  private final int tracesPerRequest;
  private final List<TraceTemplate> templates = new ArrayList<>();
  private final AtomicLong next = new AtomicLong();

  public Load(long seed, Encoding encoding, int tracesPerRequest) {
    this.seed = seed;
    this.encoding = encoding;
    this.tracesPerRequest = tracesPerRequest;
    for (int agent = 0; agent < AGENTS; agent++) {
      String name = "bench-agent-%02d".formatted(agent);
      String version = agent % 2 == 0 ? "1.4.2" : "1.5.0";
      templates.add(
          new TraceTemplate(LangGraphTrace.of(name, version, agent == AGENTS - 1), encoding));
    }
  }

  /// Mean bytes of one span as sent in protobuf.
  public double bytesPerSpan() {
    return templates.stream().mapToInt(TraceTemplate::size).average().orElseThrow()
        / LangGraphTrace.SPANS;
  }

  public Numbers numbers(long trace, long now) {
    return new Numbers(seed, trace, now);
  }

  @Override
  public Request take(int client, long now) {
    return take(now);
  }

  /// The next request, whose runs ended at {@code now} (Unix nanoseconds).
  public Request take(long now) {
    return request(next.getAndAdd(tracesPerRequest), now);
  }

  Request request(long first, long now) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(tracesPerRequest * 24_000);
    byte[] buffer = new byte[64_000];
    if (encoding == Encoding.JSON) {
      body.writeBytes(BEGIN);
    }
    for (int trace = 0; trace < tracesPerRequest; trace++) {
      TraceTemplate template = templates.get((int) ((first + trace) % AGENTS));
      if (encoding == Encoding.JSON && trace > 0) {
        body.write(',');
      }
      template.write(buffer, 0, numbers(first + trace, now));
      body.write(buffer, 0, template.size());
    }
    if (encoding == Encoding.JSON) {
      body.write(']');
      body.write('}');
    }
    int actions = tracesPerRequest * LangGraphTrace.SPANS;
    return new Request(body.toByteArray(), actions, first, tracesPerRequest, 0, true);
  }
}
