package dev.metaagent.llm;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How prices look on the wire.
final class PriceAnswers {

  private PriceAnswers() {}

  /// All prices.
  @Schema(name = "Prices")
  record All(
      @Schema(description = "day of the price list", example = "2026-11-22") String asOf,
      @Schema(description = "number of the price list") int version,
      @Schema(example = "USD") String currency,
      @Schema(example = "1 million tokens") String per,
      @Schema(description = "models of the last 30 days whose calls have an unknown cost")
          List<Unknown> unknown,
      List<Model> models) {}

  /// A model without a price.
  @Schema(name = "UnknownPrice")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Unknown(
      String model,
      long calls,
      @Nullable Long inputTokens,
      @Nullable Long outputTokens,
      @Nullable Instant lastSeenAt) {

    static Unknown of(PastCalls.Unpriced calls) {
      return new Unknown(
          calls.model(),
          calls.calls(),
          calls.inputTokens(),
          calls.outputTokens(),
          calls.lastSeenAt());
    }
  }

  /// The price of one model.
  @Schema(name = "ModelPrice")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Model(
      String model,
      @Schema(allowableValues = {"list", "organization"}) String source,
      @Schema(description = "the one for the shortest input first") List<Tier> tiers,
      @Nullable Instant updatedAt,
      @Nullable String updatedBy) {

    static Model of(ModelPrice price) {
      return new Model(
          price.model(),
          price.source().name().toLowerCase(Locale.ROOT),
          price.tiers().reversed().stream().map(Tier::of).toList(),
          price.updatedAt(),
          price.updatedBy());
    }
  }

  /// Prices for calls with a longer input than some number of tokens.
  @Schema(name = "PriceTier")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Tier(
      @Schema(description = "input tokens above which it applies to the whole call")
          long aboveTokens,
      @Schema(description = "US dollars per million tokens", example = "2.5")
          @Nullable String input,
      @Nullable String output,
      @Schema(description = "null: as input") @Nullable String cacheRead,
      @Schema(description = "null: as input") @Nullable String cacheWrite,
      @Schema(description = "null: not known") @Nullable String batchInput,
      @Schema(description = "null: not known") @Nullable String batchOutput) {

    static Tier of(PriceTier tier) {
      return new Tier(
          tier.aboveTokens(),
          text(tier.input()),
          text(tier.output()),
          text(tier.cacheRead()),
          text(tier.cacheWrite()),
          text(tier.batchInput()),
          text(tier.batchOutput()));
    }

    private static @Nullable String text(@Nullable BigDecimal price) {
      return price == null ? null : price.stripTrailingZeros().toPlainString();
    }
  }
}
