package dev.metaagent.observe.privacy;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Replaces what is found in texts as a policy says. For one thread.
final class Cleaner {

  /// Something that was found and what is written in its place.
  ///
  /// @param start the place in the text that was sent
  record Found(String kind, int start, int end, String replacement, Treatment treatment) {}

  private static final int CLASSES = DataClass.values().length;

  private final Policy policy;
  private final @Nullable Memory memory;
  private final Scan scan;
  private final int[] counts;

  Cleaner(Policy policy, @Nullable Memory memory) {
    this.policy = policy;
    this.memory = memory;
    this.scan = new Scan(policy.names());
    this.counts = new int[CLASSES + policy.customs().size()];
  }

  /// How often each kind was replaced so far.
  int[] counts() {
    return counts;
  }

  /// A text without what the policy does not want to be kept; the same object where nothing
  /// changes.
  String clean(String text, int said) {
    if (text.length() < 4) {
      return text;
    }
    Memory.Outcome outcome =
        memory == null ? look(text, said) : memory.of(policy, said, text, () -> look(text, said));
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

  private Memory.Outcome look(String text, int said) {
    Findings findings = find(text, said);
    if (findings.size() == 0) {
      return Memory.Outcome.CLEAN;
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
        ? Memory.Outcome.CLEAN
        : new Memory.Outcome(cleaned.append(text, done, text.length()).toString(), found);
  }

  /// What was found, and what would be written.
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
      String read = new String(scan.text(), 0, scan.length());
      for (int i = 0; i < policy.customs().size(); i++) {
        match(policy.customs().get(i).pattern().matcher(read), CLASSES + i, findings);
      }
    }
    return findings;
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

  /// Whether a place lies in a pseudonym.
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
    if (Letters.digit(value.charAt(0)) && scan.bareNumber(start, end)) {
      String quote = scan.quoteBefore(text, start);
      return quote + replacement + quote;
    }
    return replacement;
  }
}
