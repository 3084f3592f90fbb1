package dev.metaagent.policy;

import org.jspecify.annotations.Nullable;

/// A refusal, as a value. The reason is what a person wrote, or the name of the limit that is
/// reached.
public record Refusal(RefusalKind kind, @Nullable String reason) {}
