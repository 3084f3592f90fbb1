package dev.metaagent.privacy;

import dev.metaagent.privacy.detect.DataClass;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Counts replacements in stored texts, by the pseudonyms and labels in them.
public final class ReplacementCount {

  private static final Pattern MARK = Pattern.compile("<([A-Z_]{2,40})(:k[a-z2-7]{14})?>");

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("EMAIL", "e-mail address"),
          Map.entry("PHONE", "phone number"),
          Map.entry("CARD", "payment card"),
          Map.entry("IBAN", "bank account"),
          Map.entry("US_SSN", "social security number"),
          Map.entry("NATIONAL_ID", "identity number"),
          Map.entry("PASSPORT", "passport"),
          Map.entry("DRIVER_LICENCE", "driving licence"),
          Map.entry("IP_ADDRESS", "IP address"),
          Map.entry("MAC_ADDRESS", "hardware address"),
          Map.entry("CRYPTO_WALLET", "crypto wallet"),
          Map.entry("PERSON", "name of a person"),
          Map.entry("PERSON_NAME", "name of a person"));

  private final Set<String> seen = new HashSet<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private int secrets;

  /// Searches a text. A value counts once, however often it occurs.
  public void look(String text) {
    Matcher marks = MARK.matcher(text);
    while (marks.find()) {
      String label = marks.group(1);
      DataClass kind = kind(label);
      if (kind == null || !seen.add(marks.group())) {
        continue;
      }
      if (kind.group() == DataClass.Group.SECRET) {
        secrets++;
      } else {
        counts.merge(NAMES.getOrDefault(label, label), 1, Integer::sum);
      }
    }
  }

  private static @Nullable DataClass kind(String label) {
    for (DataClass kind : DataClass.values()) {
      if (kind.name().equals(label)) {
        return kind;
      }
    }
    return null;
  }

  /// One sentence.
  public String sentence() {
    if (secrets > 0) {
      counts.put("kind of secret", secrets);
    }
    if (counts.isEmpty()) {
      return "nothing found";
    }
    StringBuilder sentence = new StringBuilder();
    int left = counts.size();
    for (Map.Entry<String, Integer> one : counts.entrySet()) {
      left--;
      sentence.append(one.getValue()).append(' ').append(plural(one.getKey(), one.getValue()));
      sentence.append(left == 0 ? "" : left == 1 ? " and " : ", ");
    }
    return sentence.append(" replaced before storing").toString();
  }

  private static String plural(String name, int count) {
    if (count == 1) {
      return name;
    }
    if (name.contains(" of ")) {
      return name.replace(" of a person", "s of people")
          .replace("kind of secret", "kinds of secrets");
    }
    return name.endsWith("s") ? name + "es" : name + "s";
  }
}
