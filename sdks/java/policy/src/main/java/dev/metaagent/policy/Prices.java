package dev.metaagent.policy;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Prices by the exact names of their models. Immutable.
public final class Prices {

  private final Map<String, Price> byModel;

  public Prices(List<Price> prices) {
    Map<String, Price> byName = new HashMap<>();
    prices.forEach(price -> byName.putIfAbsent(price.model(), price));
    this.byModel = Map.copyOf(byName);
  }

  /// What a call cost in USD, exact; empty if a price or a number of tokens is unknown. Cached
  /// tokens beyond the input leave no plain input.
  public Optional<BigDecimal> cost(String model, TokenUsage usage) {
    Price price = byModel.get(model);
    Long input = usage.inputTokens();
    Long output = usage.outputTokens();
    if (price == null || input == null || output == null) {
      return Optional.empty();
    }
    BigDecimal inputPrice = price.input();
    BigDecimal outputPrice = price.output();
    if (inputPrice == null || outputPrice == null) {
      return Optional.empty();
    }
    long read = orZero(usage.cacheReadTokens());
    long write = orZero(usage.cacheWriteTokens());
    BigDecimal perMillion =
        times(inputPrice, Math.max(0, input - read - write))
            .add(times(orElse(price.cacheRead(), inputPrice), read))
            .add(times(orElse(price.cacheWrite(), inputPrice), write))
            .add(times(outputPrice, output));
    return Optional.of(perMillion.movePointLeft(6));
  }

  /// An amount as a decimal string without trailing zeros.
  public static String text(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  private static BigDecimal times(BigDecimal price, long tokens) {
    return price.multiply(BigDecimal.valueOf(tokens));
  }

  private static BigDecimal orElse(@Nullable BigDecimal price, BigDecimal other) {
    return price == null ? other : price;
  }

  private static long orZero(@Nullable Long tokens) {
    return tokens == null ? 0 : tokens;
  }
}
