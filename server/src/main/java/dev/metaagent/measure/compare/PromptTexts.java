package dev.metaagent.measure.compare;

import dev.metaagent.conventions.ActionContent;
import dev.metaagent.conventions.Message;
import dev.metaagent.executions.Contents;
import dev.metaagent.kernel.SpanId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The text of a prompt as its runs sent it: what the system said in a model call. Inside a
/// tenant's transaction.
@Component
class PromptTexts {

  private static final int TRIED = 5;

  /// A text and where it was found.
  @Schema(name = "PromptText")
  record Text(String content, String executionId, String spanId) {}

  private final SideStore store;
  private final Contents contents;

  PromptTexts(SideStore store, Contents contents) {
    this.store = store;
    this.contents = contents;
  }

  /// The text of the newest of these runs that has one; null when none has.
  @Nullable Text of(List<SideStore.Run> runs) {
    return runs.stream()
        .limit(TRIED)
        .map(this::of)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }

  private Optional<Text> of(SideStore.Run run) {
    for (Contents.Key call : store.calls(run)) {
      Optional<String> said = contents.of(run.day(), call).map(PromptTexts::system);
      if (said.isPresent() && !said.get().isEmpty()) {
        return Optional.of(new Text(said.get(), run.id().toString(), SpanId.format(call.span())));
      }
    }
    return Optional.empty();
  }

  private static String system(ActionContent content) {
    List<Message> messages = content.messages() == null ? List.of() : content.messages();
    return messages.stream()
        .filter(message -> message.side().equals("input") && message.role().equals("system"))
        .map(Message::text)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("\n\n"));
  }
}
