package dev.metaagent.policy.document;

/// Whether a document is taken.
public sealed interface Verdict {

  record Accepted(Policy policy) implements Verdict {}

  /// `detail` is a sentence for people.
  record Rejected(Rejection why, String detail) implements Verdict {}
}
