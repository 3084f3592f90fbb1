package dev.metaagent.fleet.model;

/// How likely a model is to stray. The chances are log-odds that add up: what a prompt leaves open,
/// what the model lacks, and what makes the input hard. They are the same for every agent.
final class Lapses {

  private static final double RARE = -5.7;
  private static final double NO_SCHEMA = 2.5;
  private static final double NO_EXAMPLE = 0.7;
  private static final double MORE_ALLOWED = 0.6;
  private static final double LACK_OF_ABILITY = 6;
  private static final double GERMAN = 0.4;

  /// Nobody said how an answer in German is to be quoted and closed.
  private static final double GERMAN_WITHOUT_SCHEMA = 2.0;

  private static final double MISSING_FACT = 0.25;
  private static final double LONG_INPUT = 0.4;
  private static final double LONG_PROMPT = 0.3;
  private static final int LONG_WORDS = 500;

  private Lapses() {}

  /// The chance that the form of an answer breaks.
  static double form(PromptFeatures prompt, ModelProfile model, Reading input) {
    return chance(
        RARE
            + (prompt.schema() ? 0 : NO_SCHEMA)
            + (prompt.examples() > 0 ? 0 : NO_EXAMPLE)
            + (prompt.onlyJson() ? 0 : MORE_ALLOWED)
            + hardness(prompt, model, input)
            + (input.german() && !prompt.schema() ? GERMAN_WITHOUT_SCHEMA : 0));
  }

  /// The chance that a step of the prompt is left out.
  static double step(PromptFeatures prompt, ModelProfile model, Reading input) {
    return chance(RARE + hardness(prompt, model, input));
  }

  /// The chance that a judgement is wrong.
  static double judgement(PromptFeatures prompt, ModelProfile model, Reading input) {
    return chance(-3.6 + (prompt.examples() > 0 ? 0 : 0.8) + hardness(prompt, model, input));
  }

  private static double hardness(PromptFeatures prompt, ModelProfile model, Reading input) {
    return LACK_OF_ABILITY * (1 - model.ability())
        + (input.german() ? GERMAN : 0)
        + MISSING_FACT * Math.min(4, input.missing())
        + LONG_INPUT * Math.max(0, (double) input.words() / LONG_WORDS - 1)
        + LONG_PROMPT * Math.max(0, (double) prompt.words() / LONG_WORDS - 1);
  }

  private static double chance(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }
}
