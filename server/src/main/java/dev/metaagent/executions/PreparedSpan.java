package dev.metaagent.executions;

import dev.metaagent.conventions.MappedSpan;
import org.jspecify.annotations.Nullable;

/// One incoming span: its mapping and the cost of its call.
///
/// @param costNano nano-USD; null when the price or the tokens are unknown, or it is no model call
/// @param callHash hash of the provider's id of the call; null when there is none
public record PreparedSpan(MappedSpan mapped, @Nullable Long costNano, @Nullable Long callHash) {

  /// The same call, completed by what its repeats state.
  public PreparedSpan completed(MappedSpan all, @Nullable Long repeatsCost) {
    return new PreparedSpan(all, costNano == null ? repeatsCost : costNano, callHash);
  }

  /// The same span where another trace reports its call.
  public PreparedSpan toldElsewhere() {
    return new PreparedSpan(mapped.toldElsewhere(), null, callHash);
  }

  public long id() {
    return mapped.spanId();
  }
}
