package dev.metaagent.observe;

import dev.metaagent.observe.mapping.MappedSpan;
import org.jspecify.annotations.Nullable;

/// One span as it came in: what the mapping understood and what its call costs.
///
/// @param costNano nano-USD; null when the price or the tokens are unknown, or it is no model call
/// @param callHash hash of the provider's id of the call; null when there is none
record PreparedSpan(MappedSpan mapped, @Nullable Long costNano, @Nullable Long callHash) {

  long id() {
    return mapped.spanId();
  }
}
