package dev.metaagent.sdk;

import org.jspecify.annotations.Nullable;

/// The result of a tool that was called, or the refusal because of which it was not.
public record Guarded<T extends @Nullable Object>(@Nullable T result, @Nullable Refusal refusal) {

  public boolean isRefused() {
    return refusal != null;
  }
}
