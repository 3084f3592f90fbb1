package dev.metaagent.policy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What a model costs, in USD for a million tokens; null is unknown, for the cache the price of
/// input.
public record Price(
    String model,
    @Nullable BigDecimal input,
    @Nullable BigDecimal output,
    @Nullable BigDecimal cacheRead,
    @Nullable BigDecimal cacheWrite) {

  public static Price parse(String path, @Nullable Object json) {
    Fields fields = Fields.of(path, json);
    return new Price(
        fields.text("model"),
        fields.amountOrNull("input"),
        fields.amountOrNull("output"),
        fields.amountOrNull("cacheRead"),
        fields.amountOrNull("cacheWrite"));
  }
}
