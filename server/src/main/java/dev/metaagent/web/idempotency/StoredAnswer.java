package dev.metaagent.web.idempotency;

import org.jspecify.annotations.Nullable;

/// The answer of a command.
///
/// @param contentType null where it has no body
record StoredAnswer(int status, @Nullable String contentType, byte[] body) {}
