package dev.metaagent.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The arguments of a command: words in order, `--name value` or `--name=value`, and switches.
///
/// @param words what stands without a name, after the command itself
record Options(List<String> words, Map<String, String> values, Set<String> switches) {

  private static final Set<String> SWITCHES = Set.of("json", "fleet", "print");
  private static final Set<String> NAMES =
      Set.of("reason", "share", "state", "agent", "limit", "for");

  static Options read(String[] arguments) {
    List<String> words = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    List<String> switches = new ArrayList<>();
    int at = 1;
    while (at < arguments.length) {
      String argument = arguments[at++];
      if (!argument.startsWith("--")) {
        words.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = argument.substring(2, equals < 0 ? argument.length() : equals);
      if (SWITCHES.contains(name) && equals < 0) {
        switches.add(name);
      } else if (!NAMES.contains(name)) {
        throw new ClientCommand.WrongUse("There is no option --" + name + " here.");
      } else if (equals >= 0) {
        values.put(name, argument.substring(equals + 1));
      } else if (at < arguments.length) {
        values.put(name, arguments[at++]);
      } else {
        throw new ClientCommand.WrongUse("--" + name + " needs a value.");
      }
    }
    return new Options(List.copyOf(words), Map.copyOf(values), Set.copyOf(switches));
  }

  boolean json() {
    return switches.contains("json");
  }

  @Nullable String value(String name) {
    return values.get(name);
  }

  /// The reason, which every change needs.
  String reason() {
    String reason = values.get("reason");
    if (reason == null || reason.isBlank()) {
      throw new ClientCommand.WrongUse("Say why: --reason \"...\"");
    }
    return reason;
  }
}
