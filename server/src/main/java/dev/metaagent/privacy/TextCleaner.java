package dev.metaagent.privacy;

import com.google.re2j.Matcher;
import dev.metaagent.privacy.detect.DataClass;
import dev.metaagent.privacy.detect.Findings;
import dev.metaagent.privacy.detect.Pseudonyms;
import dev.metaagent.privacy.detect.Scan;
import dev.metaagent.privacy.detect.Treatment;
import dev.metaagent.privacy.detect.text.Letters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Replaces findings in texts according to a policy. Not thread-safe.
final class TextCleaner {

  /// A finding and its replacement.
  ///
  /// @param start the offset in the original text
  record Found(String kind, int start, int end, String replacement, Treatment treatment) {}

  /// How a text came out.
  record Result(String text, List<Found> findings, boolean withheld) {}

  private static final int CLASSES = DataClass.values().length;

  private final PrivacyPolicy policy;
  private final @Nullable CleanedTextCache memory;
  private final Scan scan;
  private final int[] counts;
  private final PatternBudget budget;
  private int withheld;

  TextCleaner(PrivacyPolicy policy, @Nullable CleanedTextCache memory) {
    this(policy, memory, new PatternBudget());
  }

  TextCleaner(PrivacyPolicy policy, @Nullable CleanedTextCache memory, PatternBudget budget) {
    this.budget = budget;
    this.policy = policy;
    this.memory = memory;
    this.scan = new Scan(policy.names(), kind -> policy.treatment(kind) != Treatment.KEEP);
    this.counts = new int[CLASSES + policy.customs().size()];
  }

  /// How often each kind was replaced so far.
  int[] counts() {
    return counts;
  }

  /// The number of texts withheld because patterns exceeded their budget.
  int withheld() {
    return withheld;
  }

  /// The cleaned text; the same object if nothing changes. A text for which patterns exceed their
  /// budget is withheld as a whole.
  String clean(String text, int said) {
    if (text.length() < 4) {
      return text;
    }
    CleanedTextCache.Outcome outcome =
        memory == null ? look(text, said) : memory.of(policy, said, text, () -> look(text, said));
    withheld += outcome.equals(CleanedTextCache.Outcome.WITHHELD) ? 1 : 0;
    int[] found = outcome.counts();
    if (found != null) {
      for (int i = 0; i < found.length; i++) {
        counts[i] += found[i];
      }
    }
    String cleaned = outcome.text();
    return cleaned == null ? text : cleaned;
  }

  /// Replaces a whole value.
  String whole(DataClass kind, String value) {
    if (policy.treatment(kind) == Treatment.KEEP) {
      return value;
    }
    counts[kind.index()]++;
    return policy.replacement(kind.index(), value);
  }

  private CleanedTextCache.Outcome look(String text, int said) {
    Findings findings;
    try {
      findings = find(text, said);
    } catch (PatternBudget.Exhausted _) {
      return CleanedTextCache.Outcome.WITHHELD;
    }
    if (findings.size() == 0) {
      return CleanedTextCache.Outcome.CLEAN;
    }
    int[] found = new int[counts.length];
    StringBuilder cleaned = new StringBuilder(text.length());
    int done = 0;
    for (int i = 0; i < findings.size(); i++) {
      int kind = findings.kind(i);
      if (policy.treatment(kind) == Treatment.KEEP) {
        continue;
      }
      int start = scan.place(findings.start(i));
      cleaned.append(text, done, start).append(replacement(text, findings, i));
      done = scan.place(findings.end(i));
      found[kind]++;
    }
    return done == 0
        ? CleanedTextCache.Outcome.CLEAN
        : new CleanedTextCache.Outcome(cleaned.append(text, done, text.length()).toString(), found);
  }

  /// The cleaned text with its findings.
  Result result(String text) {
    try {
      List<Found> findings = findings(text);
      return new Result(replaced(text, findings), findings, false);
    } catch (PatternBudget.Exhausted _) {
      return new Result(Pseudonyms.WITHHELD, List.of(), true);
    }
  }

  private static String replaced(String text, List<Found> findings) {
    StringBuilder replaced = new StringBuilder(text.length());
    int done = 0;
    for (Found found : findings) {
      replaced.append(text, done, found.start()).append(found.replacement());
      done = found.end();
    }
    return replaced.append(text, done, text.length()).toString();
  }

  /// The findings with their replacements.
  List<Found> findings(String text) {
    Findings findings = find(text, 0);
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < findings.size(); i++) {
      int kind = findings.kind(i);
      int start = scan.place(findings.start(i));
      int end = scan.place(findings.end(i));
      Treatment treatment = policy.treatment(kind);
      String replacement =
          treatment == Treatment.KEEP ? text.substring(start, end) : replacement(text, findings, i);
      found.add(new Found(policy.kind(kind), start, end, replacement, treatment));
    }
    return found;
  }

  private Findings find(String text, int said) {
    Findings findings = scan.of(text, said);
    if (!policy.customs().isEmpty()) {
      budget.spend(() -> matchAll(findings));
    }
    return findings;
  }

  private void matchAll(Findings findings) {
    CharSequence read = budget.metered(new String(scan.text(), 0, scan.length()));
    for (int i = 0; i < policy.customs().size(); i++) {
      match(policy.customs().get(i).pattern().matcher(read), CLASSES + i, findings);
    }
  }

  private void match(Matcher matcher, int kind, Findings findings) {
    int[] from = new int[16];
    int[] to = new int[16];
    int count = 0;
    while (matcher.find()) {
      if (matcher.end() > matcher.start() && !replacedBefore(matcher.start())) {
        if (count == from.length) {
          from = Arrays.copyOf(from, count * 2);
          to = Arrays.copyOf(to, count * 2);
        }
        from[count] = matcher.start();
        to[count++] = matcher.end();
      }
    }
    if (count > 0) {
      findings.merge(kind, from, to, count);
    }
  }

  /// Whether an offset is inside a pseudonym.
  private boolean replacedBefore(int place) {
    char[] text = scan.text();
    for (int i = place; i >= 0 && place - i < 64; i--) {
      if (text[i] == '<') {
        return Pseudonyms.end(text, scan.length(), i) > place;
      }
    }
    return false;
  }

  private String replacement(String text, Findings findings, int index) {
    int start = findings.start(index);
    int end = findings.end(index);
    String value = new String(scan.text(), start, end - start);
    String replacement = policy.replacement(findings.kind(index), value);
    if (value.chars().allMatch(c -> Letters.digit((char) c)) && scan.bareNumber(start, end)) {
      String quote = scan.quoteBefore(text, start);
      return quote + replacement + quote;
    }
    return replacement;
  }
}
