package dev.metaagent.privacy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.privacy.detect.DataClass;
import dev.metaagent.privacy.detect.NameKeys;
import dev.metaagent.privacy.detect.Treatment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Validates choices and compiles them to a policy; reports all errors.
final class PolicyCompiler {

  private static final int MOST_NAMES = 500;
  private static final int MOST_ATTRIBUTES = 200;
  private static final int MOST_PATTERNS = 20;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_KEY = 200;
  private static final int LONGEST_PATTERN = 300;

  /// Instructions of all patterns together. RE2 may execute each of them at each character, at
  /// about 20 ns: a text of 10,000 characters then takes 0.4 s at worst.
  static final int MOST_TOGETHER = 2_000;

  private final List<FieldError> errors = new ArrayList<>();
  private final List<String> off = new ArrayList<>();
  private int together;

  private PolicyCompiler() {}

  /// A policy of choices that somebody makes now.
  ///
  /// @throws MetaAgentException naming every choice that is wrong
  static PrivacyPolicy of(PolicyChoices choices, byte[] key) {
    PrivacyPolicy policy = stored(choices, key);
    if (!policy.off().isEmpty()) {
      throw MetaAgentException.invalid(
          "patterns",
          "are too large together, from "
              + policy.off().getFirst()
              + " on: at most "
              + MOST_TOGETHER
              + " steps with their repetitions written out");
    }
    return policy;
  }

  /// A policy of choices that were made before: patterns beyond the limit of all together are off.
  ///
  /// @throws MetaAgentException naming every choice that is wrong
  static PrivacyPolicy stored(PolicyChoices choices, byte[] key) {
    PolicyCompiler making = new PolicyCompiler();
    Map<DataClass, Treatment> classes = making.classes(choices.classes());
    NameKeys names = making.names(choices.nameKeys());
    List<PrivacyPolicy.Attribute> attributes = making.attributes(choices.attributes());
    List<PrivacyPolicy.Custom> customs = making.patterns(choices.patterns());
    if (!making.errors.isEmpty()) {
      throw new MetaAgentException(
          ErrorCode.INVALID_FIELD, "the policy cannot be kept", making.errors, null, null);
    }
    return new PrivacyPolicy(classes, names, attributes, customs, making.off, key);
  }

  private Map<DataClass, Treatment> classes(@Nullable Map<String, String> chosen) {
    Map<DataClass, Treatment> classes = new EnumMap<>(DataClass.class);
    if (chosen != null) {
      chosen.forEach((id, action) -> {
        String field = "classes." + id;
        DataClass kind =
            Arrays.stream(DataClass.values())
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElse(null);
        if (kind == null) {
          wrong(field, "is no class");
          return;
        }
        classes.put(kind, treatment(field, action));
      });
    }
    return classes;
  }

  private NameKeys names(@Nullable List<String> chosen) {
    if (chosen == null) {
      return new NameKeys(NameKeys.STANDARD);
    }
    if (chosen.size() > MOST_NAMES) {
      wrong("nameKeys", "are at most " + MOST_NAMES);
      return new NameKeys(List.of());
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      names.add(length("nameKeys[" + i + "]", chosen.get(i), LONGEST_NAME));
    }
    return new NameKeys(names);
  }

  private List<PrivacyPolicy.Attribute> attributes(
      @Nullable List<PolicyChoices.OfAttribute> chosen) {
    List<PrivacyPolicy.Attribute> attributes = new ArrayList<>();
    if (chosen == null) {
      return attributes;
    }
    if (chosen.size() > MOST_ATTRIBUTES) {
      wrong("attributes", "are at most " + MOST_ATTRIBUTES);
      return attributes;
    }
    for (int i = 0; i < chosen.size(); i++) {
      String field = "attributes[" + i + "]";
      PolicyChoices.OfAttribute one =
          Objects.requireNonNullElse(chosen.get(i), new PolicyChoices.OfAttribute(null, null));
      String key = length(field + ".key", one.key(), LONGEST_KEY);
      attributes.add(new PrivacyPolicy.Attribute(key, treatment(field + ".action", one.action())));
    }
    return attributes;
  }

  private List<PrivacyPolicy.Custom> patterns(@Nullable List<PolicyChoices.OfPattern> chosen) {
    List<PrivacyPolicy.Custom> patterns = new ArrayList<>();
    if (chosen == null) {
      return patterns;
    }
    if (chosen.size() > MOST_PATTERNS) {
      wrong("patterns", "are at most " + MOST_PATTERNS);
      return patterns;
    }
    Set<String> ids = new HashSet<>();
    Arrays.stream(DataClass.values()).forEach(kind -> ids.add(kind.id()));
    for (int i = 0; i < chosen.size(); i++) {
      String field = "patterns[" + i + "]";
      PolicyChoices.OfPattern one =
          Objects.requireNonNullElse(
              chosen.get(i), new PolicyChoices.OfPattern(null, null, null, null));
      String id = one.id() == null ? "" : one.id();
      if (!id.matches("[a-z][a-z_]{0,39}") || !ids.add(id)) {
        wrong(field + ".id", "is of letters a to z and _, and given once");
      }
      length(field + ".name", one.name() == null ? id : one.name(), LONGEST_NAME);
      Treatment treatment = treatment(field + ".action", one.action());
      Pattern pattern = pattern(field + ".pattern", one.pattern());
      if (pattern != null && fits(id, pattern)) {
        patterns.add(new PrivacyPolicy.Custom(id, PrivacyPolicy.label(id), pattern, treatment));
      }
    }
    return patterns;
  }

  /// Whether a pattern is within the limit of all together; one that is not is off.
  private boolean fits(String id, Pattern pattern) {
    boolean fits = together + pattern.programSize() <= MOST_TOGETHER;
    if (fits) {
      together += pattern.programSize();
    } else {
      off.add(id);
    }
    return fits;
  }

  private @Nullable Pattern pattern(String field, @Nullable String text) {
    String checked = length(field, text, LONGEST_PATTERN);
    if (PatternSize.of(checked) > PatternSize.MOST) {
      wrong(field, "repeats too much inside what is repeated");
      return null;
    }
    try {
      Pattern pattern = Pattern.compile(checked);
      if (pattern.matcher("").matches()) {
        wrong(field, "must not match an empty text");
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      wrong(field, "is not a pattern: " + e.getDescription());
      return null;
    }
  }

  private Treatment treatment(String field, @Nullable String action) {
    for (Treatment treatment : Treatment.values()) {
      if (treatment.wire().equals(action == null ? "" : action.toLowerCase(Locale.ROOT))) {
        return treatment;
      }
    }
    wrong(field, "is redact, hash, drop or keep");
    return Treatment.REDACT;
  }

  private String length(String field, @Nullable String text, int most) {
    if (text == null || text.isBlank() || text.length() > most || text.indexOf('\0') >= 0) {
      wrong(field, "is a text of 1 to " + most + " characters");
      return "?";
    }
    return text;
  }

  private void wrong(String field, String expected) {
    errors.add(new FieldError(field, expected));
  }
}
