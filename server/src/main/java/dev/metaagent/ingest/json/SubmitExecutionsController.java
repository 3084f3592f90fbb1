package dev.metaagent.observe.doors;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// The door for runs as plain JSON.
@RestController
@Tag(name = "Executions")
class ExecutionsDoor {

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
  SentItem.All send(HttpServletRequest request) {
    return new Sending<>(body.read(request, "executions"), ExecutionReader::read)
        .take(
            request,
            PlainExecution::id,
            right -> executions.accept(right).stream().map(SentItem::of).toList());
  }
}
