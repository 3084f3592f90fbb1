package dev.metaagent.policy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Limits of each run; null is no limit.
public record Limits(
    @Nullable Long maxActions, @Nullable Double maxSeconds, @Nullable BigDecimal maxCostUsd) {

  public static final Limits NONE = new Limits(null, null, null);

  public static Limits parse(Fields fields) {
    return new Limits(
        fields.integerOrNull("maxActions", 0),
        fields.value("maxSeconds") == null
            ? null
            : (Double) fields.number("maxSeconds", 0, Double.MAX_VALUE),
        fields.amountOrNull("maxCostUsd"));
  }

  public boolean isEmpty() {
    return maxActions == null && maxSeconds == null && maxCostUsd == null;
  }
}
