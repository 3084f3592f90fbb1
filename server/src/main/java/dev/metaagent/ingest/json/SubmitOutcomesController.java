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

/// The endpoint for outcomes.
@RestController
@Tag(name = "Executions")
class SubmitOutcomesController {

  private final JsonBody body;
  private final PlainOutcomes outcomes;

  SubmitOutcomesController(JsonBody body, PlainOutcomes outcomes) {
    this.body = body;
    this.outcomes = outcomes;
  }

  @PostMapping(path = "/api/v1/outcomes", consumes = "application/json")
  @Operation(
      summary = "Send what happened after runs: one, a list, or {\"outcomes\": [...]}",
      description =
          "protocol/outcome.schema.json describes every field. An outcome names its run by"
              + " execution id, trace id or a key of the run, even days later; one that arrives"
              + " before its run waits for it. The same `id` with other content corrects the"
              + " outcome. 400 when all are refused.")
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
  SubmissionResult.All send(HttpServletRequest request) {
    return new SubmittedDocuments<>(body.read(request, "outcomes"), OutcomeReader::read)
        .take(
            request,
            _ -> null,
            right -> outcomes.accept(right).stream().map(SubmissionResult::of).toList());
  }
}
