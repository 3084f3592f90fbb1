package dev.metaagent.fleet.model;

import java.time.Duration;

/// The provider was overloaded.
public final class ModelOverloadedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Duration took;

  ModelOverloadedException(String model, Duration took) {
    super("529 " + model + " is overloaded");
    this.took = took;
  }

  /// How long the refusal took.
  public Duration took() {
    return took;
  }
}
