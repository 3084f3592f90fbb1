package dev.metaagent.sdk;

import dev.metaagent.policy.FailMode;
import dev.metaagent.sdk.internal.telemetry.Telemetry;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a connection is made of.
record Settings(
    URI url,
    String key,
    boolean disabled,
    FailMode withoutPolicy,
    List<String> pinnedKeys,
    Duration policyWait,
    Path data,
    Telemetry.Settings telemetry,
    Resource resource,
    String version) {

  /// As the server is told.
  String sdk() {
    return "java/" + version;
  }
}
