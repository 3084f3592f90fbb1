package dev.metaagent.registry.deployments;

import dev.metaagent.kernel.MetaAgentException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in the list of deployments, newest first: what a cursor stands for.
record DeploymentPlace(Instant at, UUID id) {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,16})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");
  private static final DeploymentPlace NEWEST =
      new DeploymentPlace(Instant.parse("2300-01-01T00:00:00Z"), new UUID(-1, -1));

  static DeploymentPlace of(Deployment deployment) {
    return new DeploymentPlace(deployment.at(), deployment.id());
  }

  /// The place that a cursor names; above everything where there is none.
  static DeploymentPlace parse(@Nullable String cursor) {
    if (cursor == null) {
      return NEWEST;
    }
    Matcher parts = FORM.matcher(cursor);
    if (!parts.matches()) {
      throw MetaAgentException.invalid("cursor", "the nextCursor of the previous page");
    }
    return new DeploymentPlace(
        Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
        UUID.fromString(parts.group(2)));
  }

  String cursor() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "_" + id;
  }
}
