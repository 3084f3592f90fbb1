package dev.metaagent.ingest.json;

import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.testing.telemetry.RandomRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The ids of runs submitted as JSON, which are derived from their organization.
public final class RunIds {

  private RunIds() {}

  /// A name for each trace and span that such runs make.
  public static Map<String, String> names(OrganizationId organization, List<RandomRun> runs) {
    Map<String, String> names = new HashMap<>();
    for (RandomRun run : runs) {
      String id = run.id();
      names.put(PlainIds.ofRun(organization, id).toString(), "trace of " + id);
      name(names, PlainIds.spanOfRun(organization, id), "span of " + id);
      name(names, PlainIds.spanOfStep(organization, id, "usage"), "usage of " + id);
      for (String step : run.steps()) {
        name(names, PlainIds.spanOfStep(organization, id, "#" + step), step + " of " + id);
      }
    }
    return names;
  }

  private static void name(Map<String, String> names, long span, String name) {
    names.put(Long.toString(span), name);
  }
}
