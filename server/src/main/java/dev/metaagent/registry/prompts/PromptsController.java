package dev.metaagent.registry.prompts;

import dev.metaagent.access.Caller;
import dev.metaagent.audit.Reason;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Prompts over HTTP.
@RestController
@RequestMapping("/api/v1/prompts")
@Tag(name = "Prompts", description = "Prompts under version control, and which version is in use")
class PromptsController {

  private static final int USUAL_PROMPTS = 100;
  private static final int MOST_PROMPTS = 500;
  private static final int USUAL_VERSIONS = 20;
  private static final int MOST_VERSIONS = 200;

  /// A prompt that is to be created, with its first version.
  @Schema(name = "NewPrompt")
  record NewPrompt(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "email/answer")
          @Nullable String name,
      @Schema(
              description =
                  "id or name of the agent whose prompt it is, also of one that was not seen yet;"
                      + " null: of every agent",
              example = "Email Writer")
          @Nullable String agent,
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              example = "Write a short answer to {{customer}}.")
          @Nullable String content,
      @Schema(description = "default: the names that the content holds as {{name}}")
          @Nullable List<@Nullable String> variables,
      @Schema(example = "claude-sonnet-4-5") @Nullable String model,
      @Schema(implementation = Object.class, types = "object", example = "{\"temperature\":0.2}")
          @Nullable JsonNode parameters,
      @Schema(implementation = Object.class, types = "array") @Nullable JsonNode tools,
      @Nullable String reason) {}

  /// A version that is to be added.
  @Schema(name = "NewPromptVersion")
  record NewVersion(
      @Schema(
              requiredMode = Schema.RequiredMode.REQUIRED,
              example = "Write a short, friendly answer to {{customer}}.")
          @Nullable String content,
      @Schema(description = "default: the names that the content holds as {{name}}")
          @Nullable List<@Nullable String> variables,
      @Schema(example = "claude-sonnet-4-5") @Nullable String model,
      @Schema(implementation = Object.class, types = "object", example = "{\"temperature\":0.2}")
          @Nullable JsonNode parameters,
      @Schema(implementation = Object.class, types = "array") @Nullable JsonNode tools,
      @Schema(description = "the version that it was made from") @Nullable Integer parent,
      @Schema(description = "whose prompt it is, where this creates it; otherwise the same")
          @Nullable String agent,
      @Nullable String reason) {}

  /// Which version a label names.
  @Schema(name = "PromptLabelChange")
  record LabelChange(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "14")
          @Nullable Integer version,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "won its trial")
          @Nullable String reason) {}

  private final PromptReads reads;
  private final PromptVersions versions;
  private final PromptLabels labels;

  PromptsController(PromptReads reads, PromptVersions versions, PromptLabels labels) {
    this.reads = reads;
    this.versions = versions;
    this.labels = labels;
  }

  @GetMapping
  @Operation(summary = "Prompts by name, with their labels and without their versions")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Page<PromptSummary> list(
      @Parameter(description = "id or name of the agent whose prompts they are")
          @RequestParam(required = false)
          @Nullable String agent,
      @Parameter(description = "nextCursor of the previous page") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 500", example = "100") @RequestParam(required = false)
          @Nullable Integer limit) {
    return reads.list(agent, cursor, limit(limit, USUAL_PROMPTS, MOST_PROMPTS));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Create a prompt with its first version")
  @ApiResponse(responseCode = "201")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "409", ref = "Problem")
  Prompt create(@RequestBody NewPrompt wanted) {
    PromptContent content =
        PromptContent.of(
            wanted.content(),
            wanted.variables(),
            wanted.model(),
            wanted.parameters(),
            wanted.tools());
    String name =
        versions.create(
            new PromptVersions.Wanted(
                wanted.name(), wanted.agent(), content, null, Reason.of(wanted.reason())),
            Caller.current().name());
    return reads.one(name, null, USUAL_VERSIONS, true);
  }

  @GetMapping("/{name}")
  @Operation(
      summary = "One prompt with its versions, newest first",
      description =
          "A page ends early where its texts become long. Viewers get no contents, parameters and"
              + " tools.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Prompt one(
      @PathVariable String name,
      @Parameter(description = "nextCursor of the previous page") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "versions, 1 to 200", example = "20") @RequestParam(required = false)
          @Nullable Integer limit) {
    return reads.one(
        name,
        cursor,
        limit(limit, USUAL_VERSIONS, MOST_VERSIONS),
        Caller.current().mayReadBodies());
  }

  @PostMapping("/{name}/versions")
  @Operation(
      summary = "Add a version to a prompt, or create the prompt with it",
      description =
          "A version that says what the newest one says is answered with that one and 200; nothing"
              + " is added.")
  @ApiResponse(responseCode = "201")
  @ApiResponse(responseCode = "200", description = "the newest version says the same")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "409", ref = "Problem")
  ResponseEntity<PromptVersion> add(@PathVariable String name, @RequestBody NewVersion wanted) {
    PromptContent content =
        PromptContent.of(
            wanted.content(),
            wanted.variables(),
            wanted.model(),
            wanted.parameters(),
            wanted.tools());
    PromptVersions.Added added =
        versions.add(
            new PromptVersions.Wanted(
                name, wanted.agent(), content, wanted.parent(), Reason.of(wanted.reason())),
            Caller.current().name());
    return ResponseEntity.status(added.made() ? HttpStatus.CREATED : HttpStatus.OK)
        .body(added.version());
  }

  @PutMapping("/{name}/labels/{label}")
  @Operation(
      summary = "Make a label name a version",
      description = "Policies serve what production names; only an administrator changes it.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "403", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  PromptSummary label(
      @PathVariable String name, @PathVariable String label, @RequestBody LabelChange change) {
    return labels.set(
        name, label, change.version(), Reason.required(change.reason()), Caller.current());
  }

  @DeleteMapping("/{name}/labels/{label}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a label; without production the prompt is served no more")
  @ApiResponse(responseCode = "204")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "403", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  void unlabel(
      @PathVariable String name,
      @PathVariable String label,
      @Parameter(required = true) @RequestParam(required = false) @Nullable String reason) {
    labels.remove(name, label, Reason.required(reason), Caller.current());
  }

  private static int limit(@Nullable Integer wanted, int usual, int most) {
    int limit = wanted == null ? usual : wanted;
    if (limit < 1 || limit > most) {
      throw MetaAgentException.invalid("limit", "must be from 1 to " + most);
    }
    return limit;
  }
}
