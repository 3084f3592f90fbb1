package dev.metaagent.executions.erase;

import org.jspecify.annotations.Nullable;

/// What one job erases: one execution with everything nested in it, or all executions of an end
/// user.
///
/// @param organization its id
/// @param execution the id of an execution, null when a user is meant
/// @param user the id of an end user, null when an execution is meant
/// @param formerly the id of that user as another privacy policy may have stored it, or null
/// @param actor who asked for it
record Erasure(
    String organization,
    @Nullable String execution,
    @Nullable String user,
    @Nullable String formerly,
    String actor,
    String reason) {}
