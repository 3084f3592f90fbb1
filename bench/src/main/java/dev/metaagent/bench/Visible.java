package dev.metaagent.bench;

import dev.metaagent.bench.traffic.Load;
import dev.metaagent.bench.traffic.Request;
import dev.metaagent.bench.traffic.TraceTemplate.Encoding;
import java.util.HexFormat;

/// How long it takes from the beginning of a POST until a GET answers with the execution: at idle,
/// and while half of a given load goes on.
final class Visible {

  private final Server server;
  private final Options options;

  Visible(Server server, Options options) {
    this.server = server;
    this.options = options;
  }

  void run(Result result) throws Exception {
    Load load = new Load(System.nanoTime(), Encoding.PROTOBUF, 1);
    try (Sender sender = Sender.Http.protobuf(server.port())) {
      measure(load, sender, 300, 0);
      report(result, "idle", measure(load, sender, 400, 5));
      long rate = options.number("rate", 6_000) / 2;
      Load background = new Load(System.nanoTime(), Encoding.PROTOBUF, 10);
      try (Pump pump = new Pump(background, () -> Sender.Http.protobuf(server.port()), 8, rate)) {
        Thread.sleep(3_000);
        long before = pump.acknowledged();
        long began = System.nanoTime();
        report(result, "loaded", measure(load, sender, 400, 20));
        double took = (System.nanoTime() - began) / 1e9;
        result.put("loaded.actionsPerSecond", (pump.acknowledged() - before) / took);
      }
    }
  }

  private Times measure(Load load, Sender sender, int times, long pause) throws Exception {
    Times visible = new Times();
    for (int count = 0; count < times; count++) {
      Request request = load.take(Pump.now());
      String trace = HexFormat.of().formatHex(load.numbers(request.first(), 0).traceId());
      long began = System.nanoTime();
      Sender.Answer answer = sender.send(request.body());
      if (!answer.acknowledged()) {
        throw new IllegalStateException("refused: " + answer);
      }
      while (!server.get("/api/v1/executions?limit=1&traceId=" + trace).body().contains(trace)) {
        if (System.nanoTime() - began > 20_000_000_000L) {
          throw new IllegalStateException("trace " + trace + " is not visible after 20 s");
        }
      }
      visible.add(System.nanoTime() - began);
      Thread.sleep(pause);
    }
    return visible;
  }

  private static void report(Result result, String name, Times times) {
    result.put(name + ".visibleMs.p50", times.milliseconds(0.50));
    result.put(name + ".visibleMs.p95", times.milliseconds(0.95));
    result.put(name + ".visibleMs.p99", times.milliseconds(0.99));
    result.put(name + ".samples", times.count());
  }
}
