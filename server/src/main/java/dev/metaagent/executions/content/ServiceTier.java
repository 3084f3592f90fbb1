package dev.metaagent.executions.content;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;

/// The service tier of a model call, as far as it affects the price.
public final class ServiceTier {

  private ServiceTier() {}

  /// Whether the call is billed at the price of the batch API; the flex tier costs the same.
  public static boolean batch(Span span) {
    for (KeyValue attribute : span.getAttributesList()) {
      if (attribute.getKey().endsWith("service_tier")) {
        String tier = attribute.getValue().getStringValue();
        if (tier.equalsIgnoreCase("batch") || tier.equalsIgnoreCase("flex")) {
          return true;
        }
      }
    }
    return false;
  }
}
