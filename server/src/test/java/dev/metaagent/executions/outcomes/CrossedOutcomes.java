package dev.metaagent.executions.outcomes;

import dev.metaagent.testing.TestServer;

/// The job that attaches outcomes whose run was written at the same moment: run now instead of
/// within a minute.
public final class CrossedOutcomes {

  private CrossedOutcomes() {}

  public static void attach(TestServer server) {
    server.bean(OutcomeWriter.class).attachCrossed();
  }
}
