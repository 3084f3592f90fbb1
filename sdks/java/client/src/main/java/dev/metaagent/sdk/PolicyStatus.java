package dev.metaagent.sdk;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The policy that is held: its version and age (null without one), where it came from (`server`,
/// `disk`, `none`), and problems of the SDK.
public record PolicyStatus(
    @Nullable Long version, @Nullable Duration age, String source, List<String> problems) {}
