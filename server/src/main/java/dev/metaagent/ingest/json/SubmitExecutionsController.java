package dev.metaagent.ingest.json;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// The endpoint for runs as plain JSON.
@RestController
@Tag(name = "Executions")
class SubmitExecutionsController {

  private final JsonBody body;
  private final PlainExecutions executions;

  SubmitExecutionsController(JsonBody body, PlainExecutions executions) {
    this.body = body;
    this.executions = executions;
  }

  @PostMapping(path = "/api/v1/executions", consumes = "application/json")
  @Operation(
      summary = "Send runs as plain JSON: one, a list, or {\"executions\": [...]}",
      description =
          "For agents without OpenTelemetry; protocol/execution.schema.json describes every field."
              + " The response is sent after the commit. A run with the same `id` is replaced when"
              + " its `revision` is higher or, of the same revision, its `endedAt` later. 400 when"
              + " all are refused; gzip is accepted.")
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
  SubmissionResult.All send(HttpServletRequest request) {
    return new SubmittedDocuments<>(body.read(request, "executions"), ExecutionReader::read)
        .take(
            request,
            PlainExecution::id,
            right -> executions.accept(right).stream().map(SubmissionResult::of).toList());
  }
}
