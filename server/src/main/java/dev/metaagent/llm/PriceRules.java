package dev.metaagent.llm;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Validates a price that is set; every error is reported by its field.
final class PriceRules {

  private static final int LONGEST_MODEL = 200;
  private static final int MOST_TIERS = 10;
  private static final long LONGEST_INPUT = 100_000_000;
  private static final BigDecimal HIGHEST = BigDecimal.valueOf(1_000);
  private static final int DECIMALS = 6;

  private final List<FieldError> errors = new ArrayList<>();

  private PriceRules() {}

  /// @throws MetaAgentException with all faults
  static void check(String model, List<PriceTier> tiers) {
    PriceRules rules = new PriceRules();
    rules.model(model);
    rules.tiers(tiers);
    if (!rules.errors.isEmpty()) {
      FieldError first = rules.errors.getFirst();
      throw new MetaAgentException(
          ErrorCode.INVALID_FIELD,
          first.field() + ": " + first.message(),
          rules.errors,
          null,
          null);
    }
  }

  private void model(String model) {
    if (model.isBlank() || model.length() > LONGEST_MODEL || model.indexOf('\0') >= 0) {
      wrong("model", "1 to " + LONGEST_MODEL + " characters");
    }
  }

  private void tiers(List<PriceTier> tiers) {
    if (tiers.isEmpty() || tiers.size() > MOST_TIERS) {
      wrong("tiers", "1 to " + MOST_TIERS + " tiers");
    }
    Set<Long> lengths = new HashSet<>();
    for (int i = 0; i < tiers.size(); i++) {
      PriceTier tier = tiers.get(i);
      String at = "tiers[" + i + "].";
      if (tier.aboveTokens() < 0 || tier.aboveTokens() > LONGEST_INPUT) {
        wrong(at + "aboveTokens", "0 to " + LONGEST_INPUT);
      }
      if (!lengths.add(tier.aboveTokens())) {
        wrong(at + "aboveTokens", "each tier begins at a length of its own");
      }
      needed(at + "input", tier.input());
      needed(at + "output", tier.output());
      price(at + "cacheRead", tier.cacheRead());
      price(at + "cacheWrite", tier.cacheWrite());
      price(at + "batchInput", tier.batchInput());
      price(at + "batchOutput", tier.batchOutput());
    }
    if (!tiers.isEmpty() && !lengths.contains(0L)) {
      wrong("tiers", "one tier begins at aboveTokens 0");
    }
  }

  private void needed(String field, @Nullable BigDecimal price) {
    if (price == null) {
      wrong(field, "a price is needed; 0 where nothing is paid");
    } else {
      price(field, price);
    }
  }

  private void price(String field, @Nullable BigDecimal price) {
    if (price == null) {
      return;
    }
    boolean fits =
        price.signum() >= 0
            && price.compareTo(HIGHEST) <= 0
            && price.stripTrailingZeros().scale() <= DECIMALS;
    if (!fits) {
      wrong(field, "US dollars per million tokens, 0 to 1000 with at most 6 decimals");
    }
  }

  private void wrong(String field, String expected) {
    errors.add(new FieldError(field, expected));
  }
}
