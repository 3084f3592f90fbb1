package dev.metaagent.govern.policy;

import dev.metaagent.llm.ModelPrice;
import dev.metaagent.llm.PriceTier;
import dev.metaagent.llm.Prices;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The prices in a policy: of each model that has one, the price for calls with a short input. An
/// SDK estimates with them; what was really spent is counted here.
@Component
class PolicyPrices {

  private final Prices prices;
  private final Clock clock;

  PolicyPrices(Prices prices, Clock clock) {
    this.prices = prices;
    this.clock = clock;
  }

  /// Entries in the order of the names; a model without a price has none.
  List<Map<String, @Nullable Object>> of(SortedSet<String> models) {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    for (String model : models) {
      ModelPrice price = prices.find(model, clock.instant());
      if (price != null && !price.tiers().isEmpty()) {
        entries.add(entry(model, price.tiers().getLast()));
      }
    }
    return entries;
  }

  private static Map<String, @Nullable Object> entry(String model, PriceTier tier) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("model", model);
    entry.put("input", text(tier.input()));
    entry.put("output", text(tier.output()));
    entry.put("cacheRead", text(tier.cacheRead()));
    entry.put("cacheWrite", text(tier.cacheWrite()));
    return entry;
  }

  private static @Nullable String text(@Nullable BigDecimal amount) {
    return amount == null ? null : amount.stripTrailingZeros().toPlainString();
  }
}
