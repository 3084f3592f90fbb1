package dev.metaagent.observe;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;

/// How a provider served a model call, as far as it changes the price.
final class ServiceTier {

  private ServiceTier() {}

  /// Whether the call went at the price of the batch API: the flex tier costs the same.
  static boolean batch(Span span) {
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
