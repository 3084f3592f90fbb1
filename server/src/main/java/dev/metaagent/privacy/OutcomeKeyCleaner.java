package dev.metaagent.observe.privacy;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;

/// Keys by which outcomes find their runs. Two keys that differ stay different: where a policy
/// would leave a gap in one, the whole becomes a pseudonym.
final class Keys {

  /// The attribute that holds them.
  static final String ATTRIBUTE = "metaagent.outcome.key";

  private Keys() {}

  static AnyValue clean(Policy policy, Cleaner cleaner, AnyValue value) {
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

  private static String clean(Policy policy, Cleaner cleaner, String key) {
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
