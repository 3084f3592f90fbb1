package dev.metaagent.search.executions;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.conventions.ActionContent;
import dev.metaagent.kernel.NanoUsd;
import dev.metaagent.privacy.ReplacementCount;
import dev.metaagent.search.query.ExecutionRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What was found in the first run of an agent, and what is missing, with the code that adds it.
final class FirstRunReport {

  /// One thing.
  ///
  /// @param state `ok` or `missing`
  /// @param remedy how it can be sent, null where it was
  @Schema(name = "Understood")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Item(
      String what,
      @Schema(allowableValues = {"ok", "missing"}) String state,
      String text,
      @Nullable String remedy) {}

  private final List<Item> items = new ArrayList<>();

  private FirstRunReport() {}

  /// @param contents of the actions of the run, in the order of start
  static List<Item> of(ExecutionRow run, List<ActionContent> contents) {
    FirstRunReport understanding = new FirstRunReport();
    understanding.convention(run, contents);
    understanding.model(run);
    understanding.cost(run);
    understanding.conversation(contents);
    understanding.outcome(run);
    understanding.session(run);
    understanding.prompt(run);
    understanding.personal(run, contents);
    return List.copyOf(understanding.items);
  }

  private void ok(String what, String text) {
    items.add(new Item(what, "ok", text, null));
  }

  private void missing(String what, String text, String remedy) {
    items.add(new Item(what, "missing", text, remedy));
  }

  private void convention(ExecutionRow run, List<ActionContent> contents) {
    String scopes =
        String.join(
            ", ",
            contents.stream()
                .map(content -> (content.scope().name() + " " + content.scope().version()).strip())
                .filter(name -> !name.isEmpty())
                .distinct()
                .limit(3)
                .toList());
    String framework = run.framework() == null ? "" : run.framework();
    String text =
        framework.isEmpty() ? scopes : scopes.isEmpty() ? framework : framework + ", " + scopes;
    ok("Convention", text.isEmpty() ? "OpenTelemetry" : text);
  }

  private void model(ExecutionRow run) {
    ExecutionRow.Usage usage = run.usage();
    if (run.models().isEmpty()) {
      missing(
          "Model and tokens",
          "no model call in this run",
          "Instrument the client of the model too, or set gen_ai.request.model,"
              + " gen_ai.usage.input_tokens and gen_ai.usage.output_tokens on the span of the"
              + " call.");
    } else if (usage.input() == null && usage.output() == null) {
      missing(
          "Model and tokens",
          run.models().getFirst() + ", no tokens",
          "Ask for usage: with OpenAI streaming, stream_options={\"include_usage\": true}.");
    } else {
      ok(
          "Model and tokens",
          run.models().getFirst()
              + ", "
              + count(usage.input())
              + " in, "
              + count(usage.output())
              + " out");
    }
  }

  private static String count(@Nullable Long tokens) {
    return tokens == null ? "unknown" : String.format(Locale.ROOT, "%,d", tokens);
  }

  private void cost(ExecutionRow run) {
    String cost = NanoUsd.format(run.usage().costNano());
    if (cost == null) {
      missing(
          "Cost",
          run.models().isEmpty() ? "nothing to price" : "no price for " + run.models().getFirst(),
          "Prices of further models can be set in Settings.");
    } else {
      ok("Cost", "$" + cost);
    }
  }

  private void conversation(List<ActionContent> contents) {
    int messages =
        contents.stream()
            .map(ActionContent::messages)
            .mapToInt(list -> list == null ? 0 : list.size())
            .max()
            .orElse(0);
    boolean bodies =
        contents.stream().anyMatch(content -> content.input() != null || content.output() != null);
    if (messages > 0) {
      ok("Conversation", messages == 1 ? "1 message" : messages + " messages");
    } else if (bodies) {
      ok("Conversation", "inputs and outputs");
    } else {
      missing(
          "Conversation",
          "message texts were not sent",
          "Set OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true.");
    }
  }

  private void outcome(ExecutionRow run) {
    if (run.success() == null) {
      missing(
          "Success",
          "no outcome yet",
          "Set the status of the span that began the run, or send an outcome later.");
    } else {
      ok("Success", (run.success() ? "succeeded" : "failed") + ", by its " + run.successSource());
    }
  }

  private void session(ExecutionRow run) {
    if (run.sessionId() == null) {
      missing("Session", "not sent", "Set the attribute session.id on the span of the run.");
    } else {
      ok("Session", run.sessionId());
    }
  }

  private void personal(ExecutionRow run, List<ActionContent> contents) {
    ReplacementCount replaced = new ReplacementCount();
    replaced.look(String.valueOf(run.userId()));
    replaced.look(String.valueOf(run.sessionId()));
    contents.forEach(content -> replaced.look(content.toString()));
    ok("Personal data", replaced.sentence());
  }

  private void prompt(ExecutionRow run) {
    if (run.promptVersion() == null) {
      missing(
          "Prompt version",
          "not sent",
          "Set the attributes metaagent.prompt.name and metaagent.prompt.version on the span of the"
              + " run or of the model call.");
    } else {
      ok(
          "Prompt version",
          (run.promptName() == null ? "" : run.promptName() + " ") + run.promptVersion());
    }
  }
}
