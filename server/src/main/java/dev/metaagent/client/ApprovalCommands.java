package dev.metaagent.client;

import dev.metaagent.client.ClientCommand.Answer;
import dev.metaagent.client.ClientCommand.WrongUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `approvals list`, `approvals approve <id>`, `approvals deny <id>` and `approvals link <id>`.
final class ApprovalCommands {

  private static final String USE =
      """
      approvals [list] [--state pending|decided|approved|denied|expired|all] [--agent NAME] [--json]
      approvals approve ID --reason "..."
      approvals deny ID --reason "..."
      approvals link ID [--for NAME]\
      """;

  private final Api api;

  ApprovalCommands(Api api) {
    this.api = api;
  }

  Answer run(Options options) {
    List<String> words = options.words();
    if (words.isEmpty() || words.equals(List.of("list"))) {
      return list(options);
    }
    if (words.size() == 2 && List.of("approve", "deny").contains(words.getFirst())) {
      return decide(words.getFirst(), words.get(1), options.reason());
    }
    if (words.size() == 2 && words.getFirst().equals("link")) {
      return link(words.get(1), options.value("for"));
    }
    throw new WrongUse(USE);
  }

  private Answer list(Options options) {
    String state = Objects.requireNonNullElse(options.value("state"), "pending");
    String agent = options.value("agent");
    String limit = Objects.requireNonNullElse(options.value("limit"), "100");
    JsonNode page =
        api.get(
            "/approvals?limit="
                + Api.segment(limit)
                + (state.equals("all") ? "" : "&state=" + Api.segment(state))
                + (agent == null ? "" : "&agent=" + Api.segment(agent)));
    List<String> lines = new ArrayList<>();
    page.path("items").forEach(approval -> lines.add(line(approval)));
    if (!page.path("nextCursor").isNull()) {
      lines.add("There are more: --limit");
    }
    return new Answer(lines.isEmpty() ? "Nothing waits." : String.join("\n", lines), page);
  }

  private Answer decide(String what, String id, String reason) {
    JsonNode approval =
        api.post("/approvals/" + Api.segment(id) + "/" + what, Map.of("reason", reason));
    return new Answer(line(approval), approval);
  }

  private Answer link(String id, @Nullable String person) {
    JsonNode link =
        api.post(
            "/approvals/" + Api.segment(id) + "/link",
            person == null ? Map.of() : Map.of("for", person));
    return new Answer(
        link.path("url").asString()
            + "\nWhoever has this link can decide, once, until "
            + link.path("expiresAt").asString()
            + ".",
        link);
  }

  private static String line(JsonNode approval) {
    return "%s  %-8s  %s: %s %s  until %s"
        .formatted(
            approval.path("id").asString(),
            approval.path("state").asString(),
            approval.at("/agent/name").asString(""),
            approval.path("tool").asString(),
            approval.path("arguments"),
            approval.path("expiresAt").asString());
  }
}
