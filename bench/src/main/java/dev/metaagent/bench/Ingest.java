package dev.metaagent.bench;

import dev.metaagent.bench.Result.Better;
import dev.metaagent.bench.Result.Entry;
import dev.metaagent.bench.traffic.Load;
import dev.metaagent.bench.traffic.TraceTemplate.Encoding;
import java.util.List;

/// How many actions a second are committed, and at what cost, in each workload that exporters make.
final class Ingest {

  /// Much of what a server costs in its first minute is the compilation of its code.
  private static final long WARM_UP_SECONDS = 20;

  private static final int WARM_UP_RUN = -1;
  private static final int FILLING_CLIENTS = 8;
  private static final int FILLING_TRACES = 10;

  private final Server server;
  private final long seed;

  Ingest(Server server, long seed) {
    this.server = server;
    this.seed = seed;
  }

  void run(Result result, Options options) throws Exception {
    List<IngestCase> cases =
        IngestCase.of(options.text("workload", "all"), (int) options.number("clients", 0));
    fill(options.number("stored", 200_000));
    double fastest = 0;
    for (IngestCase one : cases) {
      if (fastest > 0 && !one.letter().equals("a")) {
        compareWithCopy(result, fastest);
        fastest = 0;
      }
      warmUp(one, options);
      Measurement measured = Measurement.of(server, one, seed, 0, options.seconds("seconds", 20));
      measured.entries().forEach(result::put);
      if (one.letter().equals("a")) {
        fastest = Math.max(fastest, measured.actionsPerSecond());
      }
    }
    if (fastest > 0) {
      compareWithCopy(result, fastest);
    }
  }

  private void compareWithCopy(Result result, double actionsPerSecond) throws Exception {
    double copied = new RawCopy(server).run(result);
    result.put(
        Entry.of("wholeTraces.shareOfCopy", actionsPerSecond / copied, "ratio", Better.higher)
            .aiming(0.5));
  }

  /// Stores what must be there before anything is measured; it also warms the server up.
  void fill(long wanted) throws Exception {
    Load load = new Load(seed ^ 7, Encoding.PROTOBUF, FILLING_TRACES);
    try (Pump pump =
        new Pump(load, () -> Sender.Http.protobuf(server.port()), FILLING_CLIENTS, 0)) {
      while (pump.acknowledged() < wanted) {
        Thread.sleep(200);
        if (pump.refused() > 0) {
          throw new IllegalStateException("The server refuses the load: " + pump.problem());
        }
      }
    }
    Measurement.awaitQuiet(server.processes());
  }

  void warmUp(IngestCase what, Options options) throws Exception {
    try (Pump pump =
        new Pump(what.workload(seed, WARM_UP_RUN), () -> what.sender(server), what.clients(), 0)) {
      Thread.sleep(options.seconds("warmup", WARM_UP_SECONDS) * 1_000);
      if (pump.refused() > 0) {
        throw new IllegalStateException("The server refuses the load: " + pump.problem());
      }
    }
    Measurement.awaitQuiet(server.processes());
  }
}
