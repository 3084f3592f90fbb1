package dev.metaagent.search.query;

import dev.metaagent.kernel.OrganizationId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// How text becomes words, for what is stored and for what is asked alike: runs of letters and
/// digits in lower case. Writing that sets no spaces (Chinese, Japanese) becomes single characters.
public final class SearchWords {

  private static final int LONGEST = 64;
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private SearchWords() {}

  /// The word that every text of an organization carries: nothing that people write looks like it.
  public static String of(OrganizationId organization) {
    return "@" + organization;
  }

  /// The distinct words of a text, at most `most`, in order.
  public static Set<String> of(String text, int most) {
    Set<String> words = new LinkedHashSet<>();
    add(text, words, most);
    return words;
  }

  /// Adds the words of a text until there are `most`.
  public static void add(String text, Set<String> words, int most) {
    int start = -1;
    int at = 0;
    while (at < text.length() && words.size() < most) {
      int point = text.codePointAt(at);
      boolean part = inWord(point);
      if (part && start < 0) {
        start = at;
      }
      if (!part) {
        close(text, start, at, words);
        start = -1;
      }
      if (Character.isIdeographic(point)) {
        words.add(Character.toString(point));
      }
      at += Character.charCount(point);
    }
    if (words.size() < most) {
      close(text, start, at, words);
    }
  }

  private static boolean inWord(int point) {
    int type = Character.getType(point);
    return (Character.isLetterOrDigit(point)
            || type == Character.NON_SPACING_MARK
            || type == Character.COMBINING_SPACING_MARK)
        && !Character.isIdeographic(point);
  }

  private static void close(String text, int start, int end, Set<String> words) {
    if (start >= 0 && end - start <= LONGEST) {
      words.add(text.substring(start, end).toLowerCase(Locale.ROOT));
    }
  }

  /// The question as a tsquery: every word must be there; a word that ends in `*` may go on, one
  /// after `-` must not be there.
  static String query(String question) {
    List<String> terms = new ArrayList<>();
    for (String piece : SPACE.splitAsStream(question).toList()) {
      boolean not = piece.startsWith("-") && piece.length() > 1;
      boolean open = piece.endsWith("*");
      List<String> words = List.copyOf(of(piece, 40));
      if (words.isEmpty()) {
        continue;
      }
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < words.size(); i++) {
        parts.add("'" + words.get(i) + "'" + (open && i == words.size() - 1 ? ":*" : ""));
      }
      terms.add((not ? "!" : "") + "(" + String.join(" & ", parts) + ")");
    }
    return String.join(" & ", terms);
  }
}
