package dev.metaagent.testing.telemetry;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Everything that the agents of one organization send.
///
/// @param runs those submitted as JSON
/// @param sent in an order in which it could have been sent
public record RandomTelemetry(List<RandomRun> runs, List<Sent> sent) {

  private static final int TRACES = 10;
  private static final int RUNS = 5;

  /// What a seed gives.
  ///
  /// @param now a time at or after all times sent with a right clock
  public static RandomTelemetry draw(long seed, Instant now) {
    Dice dice = new Dice(seed);
    long nanos = now.getEpochSecond() * 1_000_000_000L;
    List<Sent> sent = new ArrayList<>();
    List<RandomTrace> traces = new ArrayList<>();
    for (int number = 0; number < TRACES; number++) {
      RandomTrace trace = RandomTrace.draw(dice, number, nanos);
      traces.add(trace);
      sent.addAll(trace.sent());
    }
    List<RandomRun> runs = new ArrayList<>();
    for (int number = 0; number < RUNS; number++) {
      RandomRun run = run(dice, seed, number, now, traces);
      runs.add(run);
      run.revisions().forEach(revision -> sent.add(new Sent.OfRun(revision)));
    }
    outcomes(dice, now, traces, runs).forEach(outcome -> sent.add(new Sent.OfOutcome(outcome)));
    return new RandomTelemetry(List.copyOf(runs), List.copyOf(sent));
  }

  private static RandomRun run(
      Dice dice, long seed, int number, Instant now, List<RandomTrace> traces) {
    String id = name(seed, number);
    // the place of a run follows from the first of its parents' runs that is sent, so all of them
    // must name the same one: the first run, which names none
    String parent = number > 0 && dice.oneIn(3) ? name(seed, 0) : null;
    RandomTrace trace = dice.of(traces);
    String traceparent =
        number > 0 && parent == null && dice.oneIn(3)
            ? "00-" + hex(trace.id()) + "-" + hex(dice.of(trace.spanIds())) + "-01"
            : null;
    return RandomRun.draw(dice, id, now, parent, traceparent);
  }

  private static String name(long seed, int number) {
    return "run " + seed + "/" + number;
  }

  /// Outcomes of runs, of steps, of whole traces, and by the keys that runs tell.
  private static List<String> outcomes(
      Dice dice, Instant now, List<RandomTrace> traces, List<RandomRun> runs) {
    Texts texts = new Texts(dice);
    List<String> outcomes = new ArrayList<>();
    for (int number = 0; number < 12; number++) {
      Map<String, Object> outcome = new LinkedHashMap<>();
      outcome.put("id", "outcome " + number);
      outcome.put("kind", dice.of("refund_paid", "rating"));
      outcome.put("source", dice.of("outcome", "person", "downstream"));
      outcome.put("at", now.minusSeconds(30L + number).toString());
      if (!dice.oneIn(3)) {
        outcome.put("success", dice.oneIn(2));
      }
      outcome.put("comment", texts.anyForJson());
      RandomTrace trace = dice.of(traces);
      switch (dice.between(0, 2)) {
        case 0 -> outcome.put("traceId", hex(trace.id()));
        case 1 -> outcome.put("executionId", hex(trace.id()) + "-" + hex(dice.of(trace.spanIds())));
        default -> outcome.put("key", "run-key " + dice.of(runs).id());
      }
      outcomes.add(JsonMapper.shared().writeValueAsString(outcome));
    }
    return outcomes;
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
