package dev.metaagent.ingest.json;

import dev.metaagent.kernel.OrganizationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// Ids of traces and spans, derived by hash from the organization and the caller's ids of a run and
/// its steps, so that a run that is sent again is deduplicated.
final class PlainIds {

  private PlainIds() {}

  /// The key of a run in `run_places`, and the trace of a run without a parent run.
  static UUID ofRun(OrganizationId organization, String run) {
    ByteBuffer hash = hash(organization, "run", run);
    return new UUID(hash.getLong() | 1, hash.getLong());
  }

  /// The span that begins a run.
  static long spanOfRun(OrganizationId organization, String run) {
    return hash(organization, "span", run).getLong() | 1;
  }

  /// The span of a step, by its id or its place in the run.
  static long spanOfStep(OrganizationId organization, String run, String step) {
    return hash(organization, "step", run.length() + ":" + run + step).getLong() | 1;
  }

  private static ByteBuffer hash(OrganizationId organization, String what, String name) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((organization + "/" + what + "/").getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
