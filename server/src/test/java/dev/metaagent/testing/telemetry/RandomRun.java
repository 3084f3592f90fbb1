package dev.metaagent.testing.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A run submitted as JSON, in one to three revisions with different content.
///
/// @param steps ids of its steps
/// @param revisions oldest first
public record RandomRun(String id, List<String> steps, List<String> revisions) {

  /// What the dice give.
  ///
  /// @param parent the run that started it, null none
  /// @param traceparent the span that started it, null none
  static RandomRun draw(
      Dice dice, String id, Instant now, @Nullable String parent, @Nullable String traceparent) {
    Texts texts = new Texts(dice);
    List<String> steps = new ArrayList<>();
    for (int step = dice.between(0, 3); step > 0; step--) {
      steps.add("step-" + step);
    }
    Instant started = now.minusSeconds(dice.of(dice.between(60, 400), dice.between(1_000, 2_400)));
    List<String> revisions = new ArrayList<>();
    int newest = dice.of(1, 2, 3);
    for (int revision = 1; revision <= newest; revision++) {
      Map<String, Object> run = new LinkedHashMap<>();
      run.put("id", id);
      // of its own, so that no run is part of another: which of two faults of one time is shown
      // follows from span ids, and those from the organization
      run.put("agent", "agent of " + id);
      run.put("revision", revision);
      run.put("startedAt", started.minusSeconds(dice.oneIn(3) ? revision : 0).toString());
      if (dice.oneIn(6) && revision == 1) {
        run.put("status", "running");
      } else {
        run.put("endedAt", started.plusSeconds(dice.between(1, 30)).toString());
        run.put("status", dice.of("ok", "error"));
      }
      run.put("input", texts.anyForJson());
      run.put("outcomeKey", "run-key " + id);
      run.put("attributes", attributes(dice, texts));
      if (parent != null) {
        run.put("parentId", parent);
      }
      if (traceparent != null) {
        run.put("traceparent", traceparent);
      }
      List<Map<String, Object>> sentSteps = new ArrayList<>();
      for (String step : steps.subList(0, dice.between(0, steps.size()))) {
        sentSteps.add(step(dice, texts, step, started.plusMillis(100L + sentSteps.size())));
      }
      run.put("steps", sentSteps);
      revisions.add(JsonMapper.shared().writeValueAsString(run));
    }
    return new RandomRun(id, List.copyOf(steps), List.copyOf(revisions));
  }

  private static Map<String, Object> attributes(Dice dice, Texts texts) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("customer", dice.oneIn(4) ? texts.anyForJson() : dice.of("acme", "globex"));
    if (dice.oneIn(3)) {
      attributes.put("note", texts.anyForJson());
    }
    return attributes;
  }

  private static Map<String, Object> step(Dice dice, Texts texts, String id, Instant start) {
    Map<String, Object> step = new LinkedHashMap<>();
    String kind = dice.of("llm", "tool", "chain");
    step.put("id", id);
    step.put("kind", kind);
    step.put("name", kind + " " + id);
    step.put("startedAt", start.toString());
    step.put("output", texts.anyForJson());
    if (kind.equals("llm")) {
      step.put("model", "gpt-5-mini");
      step.put("inputTokens", dice.between(1, 500));
      step.put("outputTokens", dice.between(1, 50));
    }
    return step;
  }
}
