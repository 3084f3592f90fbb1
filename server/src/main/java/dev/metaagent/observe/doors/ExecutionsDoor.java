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

/// The door for runs as plain JSON.
@RestController
@Tag(name = "Executions")
class ExecutionsDoor {

  /// What became of the runs, in their order.
  @Schema(name = "SentExecutions")
  record Answer(List<Sent> items) {}

  /// What became of one run.
  ///
  /// @param id the caller's
  /// @param executionId null when it was refused
  /// @param warnings what was left out or not counted
  @Schema(name = "SentExecution")
  record Sent(
      int index,
      @Schema(example = "run-4711") String id,
      @Schema(example = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7")
          @Nullable String executionId,
      @Schema(allowableValues = {"stored", "replaced", "unchanged", "refused"}) String state,
      List<FieldError> errors,
      List<FieldError> warnings) {}

  private final DoorBody body;
  private final PlainExecutions executions;

  ExecutionsDoor(DoorBody body, PlainExecutions executions) {
    this.body = body;
    this.executions = executions;
  }

  @PostMapping(path = "/api/v1/executions", consumes = "application/json")
  @Operation(
      summary = "Send runs as plain JSON: one, a list, or {\"executions\": [...]}",
      description =
          "For agents without OpenTelemetry; protocol/execution.schema.json describes every field."
              + " Answered once committed. A run with the same `id` is replaced when its `revision`"
              + " is higher or, of the same revision, its `endedAt` later. 400 when all are"
              + " refused; gzip is understood.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(type = "object"),
              examples =
                  @ExampleObject(
                      """
                      {"id": "run-4711", "agent": "Email Writer", "durationMs": 2100,
                       "input": "Write to Ada", "output": "Dear Ada, ...",
                       "model": "claude-sonnet-4-5", "inputTokens": 812, "outputTokens": 143}
                      """)))
  Answer send(HttpServletRequest request) {
    DoorBody.Documents documents = body.read(request, "executions");
    Sending<PlainExecution> sending = new Sending<>(documents, ExecutionReader::read);
    List<PlainExecutions.Receipt> receipts =
        sending.right().isEmpty() ? List.of() : executions.accept(sending.right());
    List<Sent> items = new ArrayList<>();
    int next = 0;
    int refused = 0;
    for (int i = 0; i < documents.all().size(); i++) {
      Problems problems = sending.problems(i);
      if (problems.any()) {
        String id = sending.document(i).id();
        items.add(new Sent(i, id, null, "refused", sending.errors(i, List.of()), List.of()));
        refused++;
        continue;
      }
      PlainExecutions.Receipt receipt = receipts.get(next++);
      refused += receipt.state() == PlainExecutions.State.REFUSED ? 1 : 0;
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
