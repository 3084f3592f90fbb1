package dev.metaagent.measure.series;

import dev.metaagent.registry.Changes;

/// One value of what can change on an agent: a version of a prompt, a model, or a version of its
/// own.
///
/// @param of what it is a value of
/// @param name which prompt; "" for everything else, and for a prompt of any name
public record ChangedVersion(Of of, String name, String value) {

  /// What can change.
  public enum Of {
    PROMPT("prompt_version", "prompt_version"),
    MODEL("model", "models[1]"),
    VERSION("version", "agent_version");

    private final String bucketColumn;
    private final String runColumn;

    Of(String bucketColumn, String runColumn) {
      this.bucketColumn = bucketColumn;
      this.runColumn = runColumn;
    }

    static Of kind(String kind) {
      return switch (kind) {
        case Changes.PROMPT -> PROMPT;
        case Changes.MODEL -> MODEL;
        case Changes.VERSION -> VERSION;
        case String other -> throw new IllegalArgumentException("no version is a " + other);
      };
    }
  }

  /// The value that a change brought.
  public static ChangedVersion after(Changes.Change change) {
    return new ChangedVersion(Of.kind(change.kind()), change.name(), change.to());
  }

  /// The value before it.
  public static ChangedVersion before(Changes.Change change) {
    return new ChangedVersion(Of.kind(change.kind()), change.name(), change.from());
  }

  /// Buckets of this value, with the parameters `value` and `name`.
  String inBuckets() {
    return of.bucketColumn + " = :value" + (named() ? " and prompt_name = :name" : "");
  }

  /// Runs of this value, with the parameters `value` and `name`.
  public String inRuns() {
    return of.runColumn + " = :value" + (named() ? " and coalesce(prompt_name, '') = :name" : "");
  }

  private boolean named() {
    return of == Of.PROMPT && !name.isEmpty();
  }
}
