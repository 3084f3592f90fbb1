package dev.metaagent.fleet.model;

import java.util.List;

/// A model as its provider offers it.
///
/// @param ability how well it follows instructions, 0 to 1
/// @param firstTokenMs the usual time to its first token
/// @param tokensPerSecond how fast it writes
public record ModelProfile(
    String name, String provider, double ability, double firstTokenMs, double tokensPerSecond) {

  private static final List<ModelProfile> ALL =
      List.of(
          new ModelProfile("claude-sonnet-4-5", "anthropic", 0.95, 620, 88),
          new ModelProfile("claude-haiku-4-5", "anthropic", 0.89, 310, 170),
          new ModelProfile("gpt-5-mini", "openai", 0.88, 420, 140),
          new ModelProfile("gpt-5-nano", "openai", 0.72, 260, 210));

  /// The model of a name.
  ///
  /// @throws IllegalArgumentException when nobody offers it
  public static ModelProfile named(String name) {
    return ALL.stream()
        .filter(profile -> profile.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no model " + name));
  }
}
