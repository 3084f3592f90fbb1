package dev.metaagent.fleet.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a model takes from the messages it is given.
///
/// @param facts lines of the form "Name: value", by their name in lower case
/// @param german whether the input is about somebody who speaks German
/// @param words the length of the input
/// @param missing facts that are named but not known
/// @param text the input itself
record Reading(Map<String, String> facts, boolean german, int words, int missing, String text) {

  private static final Set<String> GERMAN =
      Set.of("und", "wir", "ist", "nicht", "das", "die", "der", "bitte", "danke", "ich", "sie");
  private static final int LONGEST_NAME = 24;

  static Reading of(List<ChatMessage> messages) {
    StringBuilder all = new StringBuilder();
    for (ChatMessage message : messages) {
      if (message.role() != ChatMessage.Role.ASSISTANT) {
        all.append(message.text()).append('\n');
      }
    }
    return of(all.toString());
  }

  static Reading of(String text) {
    Map<String, String> facts = new LinkedHashMap<>();
    int missing = 0;
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0 && colon <= LONGEST_NAME) {
        String value = line.substring(colon + 1).strip();
        if (value.isEmpty()) {
          missing++;
        } else {
          facts.putIfAbsent(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), value);
        }
      }
    }
    String[] words = text.toLowerCase(Locale.ROOT).split("\\W+", -1);
    String language = facts.get("language");
    boolean german = language == null ? soundsGerman(words) : language.startsWith("de");
    return new Reading(facts, german, words.length, missing, text);
  }

  String fact(String name, String otherwise) {
    return facts.getOrDefault(name, otherwise);
  }

  private static boolean soundsGerman(String[] words) {
    int german = 0;
    for (String word : words) {
      german += GERMAN.contains(word) ? 1 : 0;
    }
    return german * 12 > words.length;
  }
}
