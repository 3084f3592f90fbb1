package dev.metaagent.kernel;

import java.util.Locale;

/// Names of agents, of at most 200 characters: what is longer is cut before it is a key or a row.
/// Names that begin with the same 200 characters are one agent.
public final class AgentName {

  /// Stands for every name beyond the limit of agents, and for no name at all.
  public static final String UNNAMED = "unnamed";

  private static final int LIMIT = 200;

  private AgentName() {}

  /// The name as it is shown: without blanks around it, cut between characters.
  public static String shown(String name) {
    String shown = name.strip();
    if (shown.length() <= LIMIT) {
      return shown;
    }
    boolean pair = Character.isHighSurrogate(shown.charAt(LIMIT - 1));
    return shown.substring(0, pair ? LIMIT - 1 : LIMIT).strip();
  }

  /// The name as a key: lower case, runs of spaces, `-`, `_` and `.` as one `-`. Two spellings of
  /// one name are one agent.
  public static String normalise(String name) {
    String shown = shown(name);
    StringBuilder normal = new StringBuilder(shown.length());
    for (char c : shown.toLowerCase(Locale.ROOT).toCharArray()) {
      if (Character.isWhitespace(c) || c == '-' || c == '_' || c == '.') {
        if (!normal.isEmpty() && normal.charAt(normal.length() - 1) != '-') {
          normal.append('-');
        }
      } else {
        normal.append(c);
      }
    }
    String text = normal.isEmpty() ? UNNAMED : normal.toString();
    return text.length() > LIMIT ? text.substring(0, LIMIT) : text;
  }
}
