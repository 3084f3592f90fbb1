package dev.metaagent.bench;

import dev.metaagent.bench.TraceTemplate.Encoding;
import java.sql.Connection;
import java.util.function.Supplier;

/// How many actions a second are committed, at what cost, through each door of OTLP.
final class Ingest {

  private static final int CONNECTIONS = 8;
  private static final int TRACES_PER_REQUEST = 10;

  private final Server server;
  private final Options options;

  Ingest(Server server, Options options) {
    this.server = server;
    this.options = options;
  }

  void run(Result result) throws Exception {
    fill();
    door(result, "protobuf", Encoding.PROTOBUF, () -> Sender.Http.protobuf(server.port()));
    RawCopy copy = new RawCopy(server);
    copy.run(result);
    if (options.seconds("others", 30) > 0) {
      door(result, "json", Encoding.JSON, () -> Sender.Http.json(server.port()));
      door(result, "grpc", Encoding.PROTOBUF, () -> Sender.Grpc.to(server.grpcPort()));
    }
  }

  /// Stores what must be there before anything is measured; it also warms the server up.
  private void fill() throws Exception {
    long wanted = options.number("stored", 1_000_000);
    Load load = new Load(7, Encoding.PROTOBUF, TRACES_PER_REQUEST);
    try (Pump pump = new Pump(load, () -> Sender.Http.protobuf(server.port()), CONNECTIONS, 0)) {
      while (pump.acknowledged() < wanted) {
        Thread.sleep(200);
        if (pump.refused() > 0) {
          throw new IllegalStateException("The server refuses the load: " + pump.problem());
        }
      }
    }
  }

  private void door(Result result, String name, Encoding encoding, Supplier<Sender> senders)
      throws Exception {
    long seconds =
        name.equals("protobuf") ? options.seconds("time", 60) : options.seconds("others", 30);
    Load load = new Load(name.hashCode() + System.nanoTime(), encoding, TRACES_PER_REQUEST);
    ProcessTree processes = server.processes();
    try (Connection database = server.superuser()) {
      long stored = Stored.actions(database);
      long disk = Stored.bytes(database);
      double cpu = processes.cpuSeconds();
      double serverCpu = processes.serverCpuSeconds();
      long began = System.nanoTime();
      Pump pump = new Pump(load, senders, CONNECTIONS, 0);
      Thread.sleep(seconds * 1_000);
      pump.close();
      double took = (System.nanoTime() - began) / 1e9;
      double usedByServer = processes.serverCpuSeconds() - serverCpu;
      double used = processes.cpuSeconds() - cpu;
      long acknowledged = pump.acknowledged();
      long more = Stored.actions(database) - stored;
      result.put(name + ".seconds", took);
      result.put(name + ".acknowledgedActions", acknowledged);
      result.put(name + ".storedActions", more);
      result.put(name + ".actionsPerSecond", acknowledged / took);
      result.put(name + ".sentAgain", pump.sentAgain());
      result.put(name + ".refused", pump.refused());
      result.put(name + ".cpuSecondsPer100k", used * 100_000 / acknowledged);
      result.put(name + ".cpuSecondsPer100kOfServer", usedByServer * 100_000 / acknowledged);
      result.put(
          name + ".cpuSecondsPer100kOfDatabase", (used - usedByServer) * 100_000 / acknowledged);
      result.put(name + ".bytesPerActionReceived", (double) pump.bytes() / acknowledged);
      double perAction = (double) (Stored.bytes(database) - disk) / more;
      result.put(name + ".bytesPerActionStored", perAction);
      result.put(name + ".storedShareOfProtobuf", perAction / load.bytesPerSpan());
      if (more < acknowledged) {
        throw new IllegalStateException((acknowledged - more) + " acknowledged actions are lost");
      }
    }
  }
}
