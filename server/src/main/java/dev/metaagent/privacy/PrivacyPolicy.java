package dev.metaagent.privacy;

import com.google.re2j.Pattern;
import dev.metaagent.privacy.detect.DataClass;
import dev.metaagent.privacy.detect.NameKeys;
import dev.metaagent.privacy.detect.Pseudonyms;
import dev.metaagent.privacy.detect.Treatment;
import dev.metaagent.privacy.detect.text.Vocabulary;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The compiled privacy policy of an organization.
public final class PrivacyPolicy {

  private static final int REMEMBERED = 10_000;
  private static final int LONGEST_REMEMBERED = 200;
  private static final AtomicLong NUMBERS = new AtomicLong();

  /// A pattern of the organization; what it finds is written as its label.
  record Custom(String id, String label, Pattern pattern, Treatment treatment) {}

  /// What happens to attributes whose key fits; `*` stands for anything.
  record Attribute(String key, Treatment treatment) {

    boolean fits(String name) {
      return fits(name, 0, 0);
    }

    private boolean fits(String name, int at, int own) {
      int nameAt = at;
      int ownAt = own;
      while (ownAt < key.length()) {
        if (key.charAt(ownAt) == '*') {
          int rest = ownAt + 1;
          if (key.indexOf('*', rest) < 0) {
            int tail = key.length() - rest;
            return name.length() - tail >= nameAt && name.endsWith(key.substring(rest));
          }
          int next = key.indexOf('*', rest);
          String part = key.substring(rest, next);
          int found = name.indexOf(part, nameAt);
          if (found < 0) {
            return false;
          }
          nameAt = found + part.length();
          ownAt = next;
        } else if (nameAt < name.length() && name.charAt(nameAt) == key.charAt(ownAt)) {
          nameAt++;
          ownAt++;
        } else {
          return false;
        }
      }
      return nameAt == name.length();
    }
  }

  /// The meaning of an attribute's key for its value.
  ///
  /// @param treatment of the whole value; null: findings in it are replaced
  /// @param said in the words of {@link Vocabulary}
  record Field(@Nullable Treatment treatment, int said, boolean name) {}

  private final long number = NUMBERS.incrementAndGet();
  private final Treatment[] treatments;
  private final NameKeys names;
  private final List<Attribute> attributes;
  private final List<Custom> customs;
  private final List<String> off;
  private final Pseudonyms pseudonyms;
  private final Map<String, Field> fields = new ConcurrentHashMap<>();

  PrivacyPolicy(
      Map<DataClass, Treatment> chosen,
      NameKeys names,
      List<Attribute> attributes,
      List<Custom> customs,
      byte[] key) {
    this(chosen, names, attributes, customs, List.of(), key);
  }

  /// @param off the ids of patterns that are not applied
  PrivacyPolicy(
      Map<DataClass, Treatment> chosen,
      NameKeys names,
      List<Attribute> attributes,
      List<Custom> customs,
      List<String> off,
      byte[] key) {
    this.off = List.copyOf(off);
    this.treatments =
        Arrays.stream(DataClass.values())
            .map(kind -> chosen.getOrDefault(kind, kind.standard()))
            .toArray(Treatment[]::new);
    this.names = names;
    this.attributes = List.copyOf(attributes);
    this.customs = List.copyOf(customs);
    this.pseudonyms = new Pseudonyms(key);
  }

  /// The default policy.
  public static PrivacyPolicy standard(byte[] key) {
    return new PrivacyPolicy(
        new EnumMap<>(DataClass.class), new NameKeys(NameKeys.STANDARD), List.of(), List.of(), key);
  }

  /// A number that differs for different policies and versions.
  long number() {
    return number;
  }

  NameKeys names() {
    return names;
  }

  List<Custom> customs() {
    return customs;
  }

  /// The ids of patterns that are not applied, because all together are too large.
  List<String> off() {
    return off;
  }

  List<Attribute> attributes() {
    return attributes;
  }

  Pseudonyms pseudonyms() {
    return pseudonyms;
  }

  Treatment treatment(DataClass kind) {
    return treatments[kind.index()];
  }

  /// @param kind the ordinal of a class, or of a custom pattern after the last class
  Treatment treatment(int kind) {
    return kind < treatments.length
        ? treatments[kind]
        : customs.get(kind - treatments.length).treatment();
  }

  /// The replacement of a value.
  String replacement(int kind, String value) {
    Treatment treatment = treatment(kind);
    if (treatment == Treatment.DROP) {
      return "";
    }
    if (kind >= treatments.length) {
      String label = customs.get(kind - treatments.length).label();
      return treatment == Treatment.HASH ? pseudonyms.of(label, value) : Pseudonyms.redacted(label);
    }
    DataClass known = DataClass.at(kind);
    return treatment == Treatment.HASH
        ? pseudonyms.of(known, value)
        : Pseudonyms.redacted(known.name());
  }

  /// How a kind is called.
  String kind(int kind) {
    return kind < treatments.length
        ? DataClass.at(kind).id()
        : customs.get(kind - treatments.length).id();
  }

  Field field(String key) {
    Field known = fields.get(key);
    if (known != null) {
      return known;
    }
    char[] name = key.toCharArray();
    int last = Math.max(key.lastIndexOf('.'), key.lastIndexOf('/')) + 1;
    Field field =
        new Field(
            attributes.stream()
                .filter(rule -> rule.fits(key))
                .map(Attribute::treatment)
                .findFirst()
                .orElse(null),
            Vocabulary.field(name, 0, name.length),
            last < name.length && names.holds(name, last, name.length));
    if (fields.size() < REMEMBERED && key.length() <= LONGEST_REMEMBERED) {
      fields.put(key, field);
    }
    return field;
  }

  static String label(String id) {
    return id.toUpperCase(Locale.ROOT).replaceAll("[^A-Z_]", "_");
  }
}
