package dev.metaagent.bench;

import dev.metaagent.bench.Result.Better;
import dev.metaagent.bench.Result.Entry;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What one workload cost a server.
///
/// @param acknowledged actions that were answered with 200
/// @param seconds while it was sent
/// @param cpu CPU seconds of server and database in that time
/// @param serverCpu those of the server alone
/// @param followUpCpu CPU seconds of both from then until they were quiet: what followers still did
/// @param bytes received
/// @param storedBytes by which the database grew
/// @param firstMs median time of the request that began a trace
/// @param lastMs median time of the request that completed one
record Measurement(
    IngestCase what,
    long acknowledged,
    double seconds,
    double cpu,
    double serverCpu,
    double followUpCpu,
    long bytes,
    long storedBytes,
    long sentAgain,
    int requests,
    double p50,
    double p95,
    double firstMs,
    double lastMs) {

  private static final Duration QUIET_WITHIN = Duration.ofSeconds(20);

  /// Sends a workload to a server for some seconds.
  ///
  /// @param run number of the repetition: each sends other traces
  /// @throws IllegalStateException if an acknowledged action is not stored, or some are refused
  static Measurement of(Server server, IngestCase what, long seed, int run, long seconds)
      throws Exception {
    ProcessTree processes = server.processes();
    try (Connection database = server.superuser()) {
      long stored = Stored.actions(database);
      long disk = Stored.bytes(database);
      double cpu = processes.cpuSeconds();
      double serverCpu = processes.serverCpuSeconds();
      long began = System.nanoTime();
      Pump pump = new Pump(what.workload(seed, run), () -> what.sender(server), what.clients(), 0);
      Thread.sleep(seconds * 1_000);
      pump.close();
      double took = (System.nanoTime() - began) / 1e9;
      double usedByServer = processes.serverCpuSeconds() - serverCpu;
      double used = processes.cpuSeconds() - cpu;
      check(what, pump, Stored.actions(database) - stored);
      awaitQuiet(processes);
      return new Measurement(
          what,
          pump.acknowledged(),
          took,
          used,
          usedByServer,
          processes.cpuSeconds() - cpu - used,
          pump.bytes(),
          Stored.bytes(database) - disk,
          pump.sentAgain(),
          pump.requests().count(),
          pump.requests().milliseconds(0.5),
          pump.requests().milliseconds(0.95),
          pump.firstOfRun().milliseconds(0.5),
          pump.lastOfRun().milliseconds(0.5));
    }
  }

  private static void check(IngestCase what, Pump pump, long stored) {
    if (pump.refused() > 0 || pump.acknowledged() == 0) {
      throw new IllegalStateException(
          what.name() + ": the server refuses the load: " + pump.problem());
    }
    if (stored < pump.acknowledged()) {
      throw new IllegalStateException(
          "%s: %d actions were acknowledged and %d are stored"
              .formatted(what.name(), pump.acknowledged(), stored));
    }
  }

  /// Until server and database use less than a tenth of a core for a second.
  static void awaitQuiet(ProcessTree processes) throws InterruptedException {
    long deadline = System.nanoTime() + QUIET_WITHIN.toNanos();
    double before = processes.cpuSeconds();
    while (System.nanoTime() < deadline) {
      Thread.sleep(1_000);
      double now = processes.cpuSeconds();
      if (now - before < 0.1) {
        return;
      }
      before = now;
    }
  }

  double actionsPerSecond() {
    return acknowledged / seconds;
  }

  double cpuPer100k() {
    return cpu * 100_000 / acknowledged;
  }

  double lastToFirst() {
    return lastMs / firstMs;
  }

  boolean hasRuns() {
    return what.kind() == IngestCase.Kind.LONG_RUNS;
  }

  List<Entry> entries() {
    String name = what.name();
    List<Entry> entries = new ArrayList<>();
    entries.add(
        Entry.of(name + ".actionsPerSecond", actionsPerSecond(), "actions/s", Better.higher));
    entries.add(Entry.of(name + ".cpuSecondsPer100k", cpuPer100k(), "CPU s/100,000", Better.lower));
    entries.add(per100k(".cpuSecondsPer100kOfServer", serverCpu));
    entries.add(per100k(".cpuSecondsPer100kOfDatabase", cpu - serverCpu));
    entries.add(per100k(".cpuSecondsPer100kOfFollowUp", followUpCpu));
    entries.add(milliseconds(".requestMs.p50", p50));
    entries.add(milliseconds(".requestMs.p95", p95));
    if (hasRuns()) {
      entries.add(milliseconds(".firstRequestMs", firstMs));
      entries.add(milliseconds(".lastRequestMs", lastMs));
      entries.add(Entry.of(name + ".lastToFirst", lastToFirst(), "ratio", Better.lower).aiming(2));
    }
    entries.add(count(".acknowledgedActions", acknowledged, Better.higher));
    entries.add(count(".sentAgain", sentAgain, Better.lower));
    double received = (double) bytes / acknowledged;
    entries.add(Entry.of(name + ".bytesPerActionReceived", received, "bytes", Better.lower));
    double kept = (double) storedBytes / acknowledged;
    entries.add(Entry.of(name + ".bytesPerActionStored", kept, "bytes", Better.lower));
    return entries;
  }

  private Entry per100k(String suffix, double used) {
    double value = used * 100_000 / acknowledged;
    return Entry.of(what.name() + suffix, value, "CPU s/100,000", Better.lower);
  }

  private Entry milliseconds(String suffix, double value) {
    return Entry.of(what.name() + suffix, value, "ms", Better.lower).samples(requests);
  }

  private Entry count(String suffix, long value, Better better) {
    return new Entry(what.name() + suffix, value, "count", null, null, null, null, better, null);
  }
}
