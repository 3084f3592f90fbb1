package dev.metaagent.client;

import dev.metaagent.client.ClientCommand.Answer;
import dev.metaagent.client.ClientCommand.WrongUse;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// `stop` and `resume`, of one agent or of the fleet.
final class StopCommands {

  private static final String USE =
      """
      stop AGENT --reason "..."      stop --fleet --reason "..."
      resume AGENT [--share 10%] --reason "..."      resume --fleet [--share 10%] --reason "..."\
      """;

  private final Api api;

  StopCommands(Api api) {
    this.api = api;
  }

  /// @param what `stop` or `resume`
  Answer run(String what, Options options) {
    boolean fleet = options.switches().contains("fleet");
    if (options.words().size() != (fleet ? 0 : 1)) {
      throw new WrongUse(USE);
    }
    String path =
        fleet
            ? "/fleet/" + what
            : "/agents/" + Api.segment(options.words().getFirst()) + "/" + what;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("reason", options.reason());
    if (what.equals("resume")) {
      body.put("share", share(Objects.requireNonNullElse(options.value("share"), "100%")));
    }
    JsonNode answer = api.post(path, body);
    return new Answer(
        sentence(fleet ? "The fleet" : options.words().getFirst(), answer.path("stopped")), answer);
  }

  private static String sentence(String who, JsonNode stopped) {
    if (!stopped.isObject()) {
      return who + " takes all new executions.";
    }
    double share = stopped.path("share").asDouble();
    return share == 0
        ? who + " is stopped: new executions are refused, begun ones go on."
        : who
            + " takes "
            + BigDecimal.valueOf(share * 100).stripTrailingZeros().toPlainString()
            + " % of new executions.";
  }

  /// A share as `10%` or `0.1`.
  static BigDecimal share(String text) {
    try {
      return text.endsWith("%")
          ? new BigDecimal(text.substring(0, text.length() - 1).strip()).movePointLeft(2)
          : new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw new WrongUse("--share is a share such as 10% or 0.1, not " + text);
    }
  }
}
