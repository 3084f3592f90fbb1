package dev.metaagent.observe.doors;

import dev.metaagent.access.DoorAttempts;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// The door for what happens after a run.
@RestController
@Tag(name = "Executions")
class OutcomesDoor {

  /// What became of the outcomes, in their order.
  @Schema(name = "SentOutcomes")
  record Answer(List<Sent> items) {}

  /// What became of one outcome.
  ///
  /// @param id under which it is kept; null when it was refused
  /// @param executionId the execution it is attached to; null while it waits for one
  @Schema(name = "SentOutcome")
  record Sent(
      int index,
      @Schema(example = "reply-981") @Nullable String id,
      @Schema(example = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7")
          @Nullable String executionId,
      @Schema(allowableValues = {"attached", "waiting", "unchanged", "refused"}) String state,
      List<FieldError> errors,
      List<FieldError> warnings) {}

  private final DoorBody body;
  private final PlainOutcomes outcomes;

  OutcomesDoor(DoorBody body, PlainOutcomes outcomes) {
    this.body = body;
    this.outcomes = outcomes;
  }

  @PostMapping(path = "/api/v1/outcomes", consumes = "application/json")
  @Operation(
      summary = "Send what happened after runs: one, a list, or {\"outcomes\": [...]}",
      description =
          "protocol/outcome.schema.json describes every field. An outcome names its run by"
              + " execution id, trace id or a key that the run was given, even days later; one"
              + " that comes before its run waits for it. The same `id` again with something else"
              + " in it corrects what was said. 400 when all are refused.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(type = "object"),
              examples =
                  @ExampleObject(
                      """
                      {"id": "reply-981", "key": "crm:lead-42", "kind": "reply_received",
                       "success": true, "at": "2026-01-31T10:00:00Z"}
                      """)))
  Answer send(HttpServletRequest request) {
    DoorBody.Documents documents = body.read(request, "outcomes");
    Sending<PlainOutcome> sending = new Sending<>(documents, OutcomeReader::read);
    List<PlainOutcomes.Receipt> receipts =
        sending.right().isEmpty() ? List.of() : outcomes.accept(sending.right());
    List<Sent> items = new ArrayList<>();
    int next = 0;
    int refused = 0;
    for (int i = 0; i < documents.all().size(); i++) {
      if (sending.problems(i).any()) {
        items.add(new Sent(i, null, null, "refused", sending.errors(i, List.of()), List.of()));
        refused++;
        continue;
      }
      PlainOutcomes.Receipt receipt = receipts.get(next++);
      refused += receipt.state() == PlainOutcomes.State.REFUSED ? 1 : 0;
      items.add(
          new Sent(
              i,
              receipt.id(),
              receipt.executionId(),
              receipt.state().name().toLowerCase(Locale.ROOT),
              sending.errors(i, receipt.errors()),
              sending.warnings(i, receipt.warnings())));
    }
    request.setAttribute(DoorAttempts.SPANS, items.size() - refused);
    if (refused == items.size()) {
      throw Sending.allRefused(items.stream().flatMap(item -> item.errors().stream()).toList());
    }
    return new Answer(items);
  }
}
