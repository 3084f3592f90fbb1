package dev.metaagent.client;

import dev.metaagent.client.ClientCommand.Answer;
import dev.metaagent.client.ClientCommand.WrongUse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// `instrument --print [language [variant]]`: the lines that connect an agent with the server.
final class InstrumentCommand {

  private final Api api;

  InstrumentCommand(Api api) {
    this.api = api;
  }

  Answer run(Options options) {
    if (!options.switches().contains("print") || options.words().size() > 2) {
      throw new WrongUse("instrument --print [LANGUAGE [VARIANT]]");
    }
    JsonNode snippets = api.get("/connect/snippets");
    List<String> blocks = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (JsonNode language : snippets.path("languages")) {
      for (JsonNode variant : language.path("variants")) {
        String id = language.path("id").asString() + " " + variant.path("id").asString();
        known.add(id);
        if ((id + " ").startsWith(String.join(" ", options.words()).strip() + " ")
            || options.words().isEmpty()) {
          blocks.add(
              "# %s, %s%n%s"
                  .formatted(
                      language.path("name").asString(),
                      variant.path("name").asString(),
                      variant.path("code").asString()));
        }
      }
    }
    if (blocks.isEmpty()) {
      throw new WrongUse("There are: " + String.join(", ", known));
    }
    return new Answer(String.join("\n\n", blocks), snippets);
  }
}
