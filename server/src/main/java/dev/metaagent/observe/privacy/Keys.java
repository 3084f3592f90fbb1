package dev.metaagent.observe.privacy;

/// Keys by which outcomes find their runs. Two keys that differ stay different: where a policy would
/// leave a gap in one, the whole becomes a pseudonym.
final class Keys {

  /// The attribute that holds them.
  static final String ATTRIBUTE = "metaagent.outcome.key";

  private Keys() {}

  static String clean(Policy policy, Cleaner cleaner, String key) {
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
