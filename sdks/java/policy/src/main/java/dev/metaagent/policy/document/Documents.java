package dev.metaagent.policy.document;

import dev.metaagent.policy.InvalidPolicy;
import dev.metaagent.policy.json.InvalidJson;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.signing.TrustedKeys;
import dev.metaagent.policy.wire.ClockRules;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which document is held.
public final class Documents {

  private Documents() {}

  /// Judges a document that arrived.
  ///
  /// @param document its text
  /// @param asked the name of the agent that was asked for
  /// @param heldVersion of the policy held, null if there is none
  /// @param now by the server's clock
  public static Verdict judge(
      String document, String asked, @Nullable Long heldVersion, TrustedKeys keys, Instant now) {
    try {
      return judge(Json.parse(document), asked, heldVersion, keys, now);
    } catch (InvalidJson e) {
      return new Verdict.Rejected(Rejection.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  /// The same for a document as plain values.
  public static Verdict judge(
      @Nullable Object document,
      String asked,
      @Nullable Long heldVersion,
      TrustedKeys keys,
      Instant now) {
    Policy policy;
    try {
      policy = Policy.parse(document);
    } catch (InvalidPolicy e) {
      return new Verdict.Rejected(Rejection.MALFORMED, String.valueOf(e.getMessage()));
    }
    if (!policy.agentName().equals(asked)) {
      return new Verdict.Rejected(
          Rejection.OTHER_AGENT, "it is the policy of " + policy.agentName() + ", not of " + asked);
    }
    Verdict.Rejected unsigned = unsigned((Map<?, ?>) document, keys);
    return unsigned == null ? timely(policy, heldVersion, now) : unsigned;
  }

  private static Verdict.@Nullable Rejected unsigned(
      @Nullable Map<?, ?> document, TrustedKeys keys) {
    Map<@Nullable Object, @Nullable Object> signed = new LinkedHashMap<>(document);
    Map<?, ?> signature = signed.remove("signature") instanceof Map<?, ?> map ? map : Map.of();
    if (!(signature.get("keyId") instanceof String keyId) || !keys.trusts(keyId)) {
      return new Verdict.Rejected(
          Rejection.UNKNOWN_KEY, "no trusted key: " + signature.get("keyId"));
    }
    if (!(signature.get("value") instanceof String value)
        || !verifies(keys, keyId, value, signed)) {
      return new Verdict.Rejected(
          Rejection.FORGED, "the signature is not that of its content by key " + keyId);
    }
    return null;
  }

  /// A document without a canonical form has no valid signature.
  private static boolean verifies(TrustedKeys keys, String keyId, String value, Object signed) {
    try {
      return keys.verify(keyId, value, signed);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Verdict timely(Policy policy, @Nullable Long heldVersion, Instant now) {
    if (heldVersion != null && policy.version() < heldVersion) {
      return new Verdict.Rejected(
          Rejection.OLDER, "version " + policy.version() + " is below version " + heldVersion);
    }
    if (policy.issuedAt().isAfter(now.plus(ClockRules.TOLERANCE))) {
      return new Verdict.Rejected(
          Rejection.FROM_THE_FUTURE, "it was issued at " + policy.issuedAt() + ", now is " + now);
    }
    return new Verdict.Accepted(policy);
  }
}
