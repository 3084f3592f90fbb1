package dev.metaagent.registry;

import java.util.Locale;

/// The normalised name of an agent: lower case, runs of spaces, `-`, `_` and `.` as one `-`, at
/// most 200 characters. Two spellings of one name are one agent.
final class AgentName {

  private static final int LIMIT = 200;

  private AgentName() {}

  static String normalise(String name) {
    StringBuilder normal = new StringBuilder(name.length());
    for (char c : name.strip().toLowerCase(Locale.ROOT).toCharArray()) {
      if (Character.isWhitespace(c) || c == '-' || c == '_' || c == '.') {
        if (!normal.isEmpty() && normal.charAt(normal.length() - 1) != '-') {
          normal.append('-');
        }
      } else {
        normal.append(c);
      }
    }
    String text = normal.isEmpty() ? "unnamed" : normal.toString();
    return text.length() > LIMIT ? text.substring(0, LIMIT) : text;
  }
}
