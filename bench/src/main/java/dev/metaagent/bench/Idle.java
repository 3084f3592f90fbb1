package dev.metaagent.bench;

/// What server and database use when nobody asks anything.
final class Idle {

  private final Server server;
  private final Options options;

  Idle(Server server, Options options) {
    this.server = server;
    this.options = options;
  }

  void run(Result result) throws Exception {
    ProcessTree processes = server.processes();
    Thread.sleep(options.seconds("settle", 20) * 1_000);
    long seconds = options.seconds("time", 60);
    double cpu = processes.cpuSeconds();
    double serverCpu = processes.serverCpuSeconds();
    Thread.sleep(seconds * 1_000);
    double used = processes.cpuSeconds() - cpu;
    result.put("idle.shareOfACore", used / seconds);
    result.put("idle.shareOfACoreOfServer", (processes.serverCpuSeconds() - serverCpu) / seconds);
    result.put("idle.memoryMb", processes.memoryBytes() / 1e6);
    result.put("idle.memoryMbOfServer", processes.serverMemoryBytes() / 1e6);
  }
}
