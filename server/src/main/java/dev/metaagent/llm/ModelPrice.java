package dev.metaagent.llm;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What calls of one model cost.
///
/// @param tiers the one for the longest input first
/// @param updatedAt null for prices of the list; so is updatedBy
public record ModelPrice(
    String model,
    Source source,
    List<PriceTier> tiers,
    @Nullable Instant updatedAt,
    @Nullable String updatedBy) {

  /// The source of the price.
  public enum Source {
    /// the list that comes with MetaAgent
    LIST,
    /// an administrator of the organization
    ORGANIZATION
  }

  public ModelPrice {
    tiers =
        tiers.stream().sorted(Comparator.comparingLong(PriceTier::aboveTokens).reversed()).toList();
  }

  /// The cost of a call in nano-USD; null where it is not known.
  @Nullable Long cost(TokenUsage usage) {
    long input = usage.input() == null ? 0 : usage.input();
    for (PriceTier tier : tiers) {
      if (input > tier.aboveTokens()) {
        return tier.cost(usage);
      }
    }
    return tiers.isEmpty() ? null : tiers.getLast().cost(usage);
  }
}
