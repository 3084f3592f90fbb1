package dev.metaagent.privacy;

import dev.metaagent.privacy.detect.Treatment;
import dev.metaagent.privacy.detect.text.Vocabulary;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;

/// Cleans the keys by which outcomes find their runs. Different keys stay different: where a policy
/// would remove a part of one, the whole key becomes a pseudonym.
final class OutcomeKeyCleaner {

  /// The attribute that holds them.
  static final String ATTRIBUTE = "metaagent.outcome.key";

  private OutcomeKeyCleaner() {}

  static AnyValue clean(PrivacyPolicy policy, TextCleaner cleaner, AnyValue value) {
    if (value.hasStringValue()) {
      String clean = clean(policy, cleaner, value.getStringValue());
      return AnyValue.newBuilder().setStringValue(clean).build();
    }
    ArrayValue.Builder keys = ArrayValue.newBuilder();
    value
        .getArrayValue()
        .getValuesList()
        .forEach(key -> keys.addValues(clean(policy, cleaner, key)));
    if (value.hasArrayValue()) {
      return AnyValue.newBuilder().setArrayValue(keys).build();
    }
    // an object is no key
    return value.hasKvlistValue() || value.hasBytesValue() ? AnyValue.getDefaultInstance() : value;
  }

  private static String clean(PrivacyPolicy policy, TextCleaner cleaner, String key) {
    int[] before = cleaner.counts().clone();
    String clean = cleaner.clean(key, Vocabulary.ID);
    for (int kind = 0; kind < before.length; kind++) {
      Treatment treatment = policy.treatment(kind);
      boolean gap = treatment == Treatment.REDACT || treatment == Treatment.DROP;
      if (gap && cleaner.counts()[kind] > before[kind]) {
        return policy.pseudonyms().of("KEY", key);
      }
    }
    return clean;
  }
}
