package dev.metaagent.executions;

import java.util.Locale;

/// The source of evidence about success, the most trusted first.
public enum EvidenceSource {
  /// what happened in the end
  OUTCOME(1),
  /// what the run itself declared its outcome to be
  DECLARED(1),
  /// what a person judged
  PERSON(1),
  /// what a system further down reported
  DOWNSTREAM(0.9),
  /// what a judging model said
  JUDGE(0.7),
  /// what a detector saw
  DETECTOR(0.6),
  /// how the run ended
  STATUS(0.5);

  private final double confidence;

  EvidenceSource(double confidence) {
    this.confidence = confidence;
  }

  /// The confidence of evidence that states none, 0 to 1.
  public double confidence() {
    return confidence;
  }

  /// The name in the API and in the database; what a run declares is an outcome too.
  public String wire() {
    return this == DECLARED ? "outcome" : name().toLowerCase(Locale.ROOT);
  }

  public static EvidenceSource ofWire(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
