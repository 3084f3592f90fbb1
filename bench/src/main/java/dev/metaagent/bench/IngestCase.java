package dev.metaagent.bench;

import dev.metaagent.bench.traffic.AgentRun;
import dev.metaagent.bench.traffic.Load;
import dev.metaagent.bench.traffic.Numbers;
import dev.metaagent.bench.traffic.StreamedRuns;
import dev.metaagent.bench.traffic.TraceTemplate.Encoding;
import dev.metaagent.bench.traffic.Words;
import dev.metaagent.bench.traffic.Workload;
import java.util.ArrayList;
import java.util.List;

/// One workload of the ingest measurement: what is sent, by how many clients, through which
/// endpoint.
///
/// @param letter by which `--workload` chooses
/// @param name prefix of its results
/// @param protocol of OTLP
record IngestCase(String letter, String name, int clients, Protocol protocol, Kind kind) {

  /// How OTLP is spoken.
  enum Protocol {
    PROTOBUF,
    JSON,
    GRPC
  }

  /// What the requests hold.
  enum Kind {
    /// Ten complete traces of ten spans.
    WHOLE_TRACES,
    /// One complete trace of ten spans.
    ONE_TRACE,
    /// One span, children first, one trace of 50 spans after another.
    ONE_SPAN,
    /// One span, children first, 200 traces of 50 spans at once.
    ONE_SPAN_INTERLEAVED,
    /// 50 spans of a run of 2,000 with parallel model calls: 40 requests a run.
    LONG_RUNS,
    /// A trace of 21 spans whose model calls two instrumentations tell.
    TOLD_TWICE,
    /// The same in requests of five spans, children first.
    TOLD_TWICE_IN_PARTS
  }

  static final List<String> LETTERS = List.of("a", "b", "c", "d", "e", "json", "grpc");

  private static final int INTERLEAVED = 200;

  private static final List<IngestCase> CASES =
      List.of(
          otlp("a", "wholeTraces16Clients", 16, Kind.WHOLE_TRACES),
          otlp("a", "wholeTraces4Clients", 4, Kind.WHOLE_TRACES),
          otlp("b", "oneTrace16Clients", 16, Kind.ONE_TRACE),
          otlp("b", "oneTrace4Clients", 4, Kind.ONE_TRACE),
          otlp("b", "oneTrace1Client", 1, Kind.ONE_TRACE),
          otlp("c", "oneSpan", 4, Kind.ONE_SPAN),
          otlp("c", "oneSpanInterleaved", 4, Kind.ONE_SPAN_INTERLEAVED),
          otlp("d", "longRuns", 1, Kind.LONG_RUNS),
          otlp("e", "toldTwice", 4, Kind.TOLD_TWICE),
          otlp("e", "toldTwiceInParts", 4, Kind.TOLD_TWICE_IN_PARTS),
          new IngestCase("json", "json", 8, Protocol.JSON, Kind.WHOLE_TRACES),
          new IngestCase("grpc", "grpc", 8, Protocol.GRPC, Kind.WHOLE_TRACES));

  private static IngestCase otlp(String letter, String name, int clients, Kind kind) {
    return new IngestCase(letter, name, clients, Protocol.PROTOBUF, kind);
  }

  /// The cases of `--workload`, with another number of clients where `--clients` gives one.
  ///
  /// @param letters comma-separated, or `all`
  static List<IngestCase> of(String letters, int clients) {
    List<String> wanted = letters.equals("all") ? LETTERS : List.of(letters.split(","));
    for (String letter : wanted) {
      if (!LETTERS.contains(letter)) {
        throw new IllegalArgumentException(
            "There is no workload \"" + letter + "\"; there are: " + LETTERS + " and all.");
      }
    }
    List<IngestCase> cases = new ArrayList<>();
    for (IngestCase one : CASES) {
      if (wanted.contains(one.letter) && clients == 0) {
        cases.add(one);
      } else if (wanted.contains(one.letter)) {
        IngestCase other = one.withClients(clients);
        if (cases.stream().noneMatch(known -> known.name().equals(other.name()))) {
          cases.add(other);
        }
      }
    }
    return List.copyOf(cases);
  }

  private IngestCase withClients(int wanted) {
    String base = name.replaceAll("\\d+Clients?$", "");
    String suffix = wanted == 1 ? "1Client" : wanted + "Clients";
    return new IngestCase(letter, base + suffix, wanted, protocol, kind);
  }

  /// @param run number of the repetition; equal ones send equal traces
  Workload workload(long load, int run) {
    long seed = Words.mix(Words.mix(load + run) + name.hashCode());
    return switch (kind) {
      case WHOLE_TRACES -> new Load(seed, encoding(), 10);
      case ONE_TRACE -> new Load(seed, encoding(), 1);
      case ONE_SPAN -> new StreamedRuns(seed, IngestCase::fiftySpans, 1, 1);
      case ONE_SPAN_INTERLEAVED ->
          new StreamedRuns(seed, IngestCase::fiftySpans, Math.max(1, INTERLEAVED / clients), 1);
      case LONG_RUNS ->
          new StreamedRuns(
              seed, (numbers, agent) -> AgentRun.ofParallelCalls(numbers, agent, 2_000), 1, 50);
      case TOLD_TWICE -> new StreamedRuns(seed, AgentRun::toldTwice, 1, 21);
      case TOLD_TWICE_IN_PARTS -> new StreamedRuns(seed, AgentRun::toldTwice, 1, 5);
    };
  }

  private static List<AgentRun.Emitted> fiftySpans(Numbers numbers, String agent) {
    return AgentRun.ofSteps(numbers, agent, 7);
  }

  private Encoding encoding() {
    return protocol == Protocol.JSON ? Encoding.JSON : Encoding.PROTOBUF;
  }

  Sender sender(Server server) {
    return switch (protocol) {
      case PROTOBUF -> Sender.Http.protobuf(server.port());
      case JSON -> Sender.Http.json(server.port());
      case GRPC -> Sender.Grpc.to(server.grpcPort());
    };
  }
}
