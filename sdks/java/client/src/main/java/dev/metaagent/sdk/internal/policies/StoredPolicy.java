package dev.metaagent.sdk.internal.policies;

import java.time.Instant;

/// A policy on disk: its document as it arrived, and when the server confirmed it last.
record StoredPolicy(String document, Instant lastContact) {}
