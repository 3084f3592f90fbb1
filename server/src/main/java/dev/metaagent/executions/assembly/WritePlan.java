package dev.metaagent.executions.assembly;

import dev.metaagent.executions.Revision;
import java.util.List;
import java.util.function.Predicate;

/// What is done with one trace of a batch. The decision is a pure function: the first rule that
/// holds decides.
public enum WritePlan {
  /// Nothing is written.
  SKIP("nothing"),
  /// Nothing of the trace is stored yet: it is assembled from this part alone.
  STORE("assemble this part alone, and insert it"),
  /// Only log records arrived that say nothing about a run.
  KEEP_CONTENT("insert the content"),
  /// The new spans are added to their stored context.
  APPEND("read the stored context of the new spans, and add them to it"),
  /// The actions whose execution is not known are read again and placed with the new ones.
  PLACE("read the pending actions again, and place them together with the new ones"),
  /// The trace is read again from its content, and its rows are replaced.
  REBUILD("read the whole content, assemble it with this part, and replace the rows"),
  /// A run is replaced, and the content of the rest of its trace is no longer kept.
  REPLACE("remove the executions that the older revision began, and add this part to the rest");

  /// What a part contains that is not stored yet.
  public enum Arrival {
    NOTHING,
    LOGS,
    SPANS
  }

  /// How a part relates to what is stored.
  public enum Fit {
    /// It only adds to what is stored.
    ADDS,
    /// Some of the pending actions can be placed now, others elsewhere or not yet.
    PARTS_PENDING,
    /// It contradicts what was assembled: a stored run is part of another, a call is reported
    /// twice.
    CONTRADICTS
  }

  /// What is known of a trace when its plan is made.
  ///
  /// @param stored whether something of it is stored
  /// @param revision the result for a revision of a run, STORED for other telemetry
  /// @param factualLogs whether a log record, new or stored, says something about a run
  /// @param fit what the assembly found; ADDS before it
  /// @param contentKept whether the trace can be assembled again from its content
  public record Situation(
      boolean stored,
      Revision.State revision,
      Arrival arrival,
      boolean factualLogs,
      Fit fit,
      boolean contentKept) {}

  /// One row of the table.
  record Rule(String when, Predicate<Situation> holds, WritePlan plan) {}

  static final List<Rule> RULES =
      List.of(
          new Rule(
              "a revision of a run that is not newer than the stored one",
              trace ->
                  trace.revision() == Revision.State.UNCHANGED
                      || trace.revision() == Revision.State.OUTDATED,
              SKIP),
          new Rule("nothing of the trace is stored", trace -> !trace.stored(), STORE),
          new Rule(
              "a newer revision of a run, and the content is kept",
              trace -> trace.revision() == Revision.State.REPLACED && trace.contentKept(),
              REBUILD),
          new Rule(
              "a newer revision of a run",
              trace -> trace.revision() == Revision.State.REPLACED && trace.fit() == Fit.ADDS,
              REPLACE),
          new Rule(
              "every span is stored, and no log record arrived",
              trace -> trace.arrival() == Arrival.NOTHING,
              SKIP),
          new Rule(
              "a log record says something about a run, and the content is kept",
              trace -> trace.factualLogs() && trace.contentKept(),
              REBUILD),
          new Rule(
              "only log records arrived", trace -> trace.arrival() == Arrival.LOGS, KEEP_CONTENT),
          new Rule(
              "the new spans contradict what was assembled, and the content is kept",
              trace -> trace.fit() == Fit.CONTRADICTS && trace.contentKept(),
              REBUILD),
          new Rule(
              "the new spans split the pending actions, and the content is kept",
              trace -> trace.fit() == Fit.PARTS_PENDING && trace.contentKept(),
              PLACE),
          new Rule("in any other case", _ -> true, APPEND));

  private final String does;

  WritePlan(String does) {
    this.does = does;
  }

  /// What the plan does, as a phrase for the documentation.
  String does() {
    return does;
  }

  public static WritePlan of(Situation trace) {
    return RULES.stream().filter(rule -> rule.holds().test(trace)).findFirst().orElseThrow().plan();
  }
}
