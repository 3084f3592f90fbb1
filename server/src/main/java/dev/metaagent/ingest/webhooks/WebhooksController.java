package dev.metaagent.ingest.webhooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Principal;
import dev.metaagent.ingest.webhooks.events.MappedEvents;
import dev.metaagent.ingest.webhooks.events.Mapping;
import dev.metaagent.ingest.webhooks.events.PlainJson;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.Page;
import dev.metaagent.kernel.StorableJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Webhooks over HTTP: create, list, change, remove, and test a mapping on a sample.
@RestController
@RequestMapping("/api/v1/webhooks")
@Tag(name = "Webhooks", description = "Signed events of other systems")
class WebhooksController {

  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_MAPPING = 50_000;

  /// One webhook.
  ///
  /// @param url its path on this server
  @Schema(name = "Webhook")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record View(
      String id,
      @Schema(
              type = "string",
              allowableValues = {"n8n", "coldforge", "agency-pm", "generic"})
          SourceKind source,
      String name,
      String url,
      @Schema(implementation = Object.class, types = "object") @Nullable JsonNode mapping,
      Instant createdAt,
      String createdBy,
      boolean disabled,
      @Nullable Instant lastReceivedAt,
      long received,
      long refused,
      @Nullable String lastProblem) {}

  /// A webhook to be made.
  @Schema(name = "NewWebhook")
  record NewWebhook(
      @Schema(type = "string", example = "coldforge") @Nullable String source,
      @Schema(example = "outbound") @Nullable String name,
      @Schema(implementation = Object.class, types = "object") @Nullable JsonNode mapping,
      @Nullable String reason) {}

  /// A webhook with its secret, which only this response shows.
  @Schema(name = "WebhookWithSecret")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Made(View webhook, @Nullable String secret) {}

  /// A change; absent fields are kept.
  @Schema(name = "WebhookChange")
  record Edit(
      @Nullable String name,
      @Schema(implementation = Object.class, types = "object") @Nullable JsonNode mapping,
      @Nullable Boolean disabled,
      @Schema(description = "creates a new secret; the previous one stays valid for a day")
          @Nullable Boolean rotateSecret,
      @Nullable String reason) {}

  /// A mapping and a body to test it on.
  @Schema(name = "MappingTrial")
  record Trial(
      @Schema(
              implementation = Object.class,
              types = "object",
              example =
                  "{\"kind\":\"execution\",\"fields\":{\"agent\":\"$.bot\",\"id\":\"$.run\"}}")
          @Nullable JsonNode mapping,
      @Schema(
              implementation = Object.class,
              types = "object",
              example = "{\"bot\":\"Greeter\",\"run\":\"r-1\"}")
          @Nullable JsonNode sample) {}

  /// The result of a mapping. Nothing is stored.
  @Schema(name = "MappingResult")
  record Tried(
      List<Map<String, Object>> executions,
      List<Map<String, Object>> outcomes,
      List<FieldError> errors) {}

  private final Webhooks webhooks;
  private final JsonMapper json;

  WebhooksController(Webhooks webhooks, JsonMapper json) {
    this.webhooks = webhooks;
    this.json = json;
  }

  @GetMapping
  @Operation(summary = "All webhooks, newest first, without their secrets")
  @ApiResponse(responseCode = "200")
  Page<View> list() {
    OrganizationId organization = Caller.current().organization();
    return Page.of(
        webhooks.all().stream().map(webhook -> view(organization, webhook)).toList(), null);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Create a webhook; only this response shows its secret")
  @ApiResponse(responseCode = "201")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Made create(@RequestBody NewWebhook wanted) {
    if (wanted.source() == null) {
      throw MetaAgentException.invalid("source", "n8n, coldforge, agency-pm or generic");
    }
    if (wanted.name() == null) {
      throw MetaAgentException.invalid("name", "a name is needed");
    }
    SourceKind source = SourceKind.of(wanted.source());
    if (source != SourceKind.GENERIC && given(wanted.mapping())) {
      throw MetaAgentException.invalid("mapping", "only generic webhooks have one");
    }
    String mapping = source == SourceKind.GENERIC ? checked(wanted.mapping()) : null;
    Principal caller = Caller.current();
    Webhooks.WithSecret made =
        webhooks.create(source, wanted.name(), mapping, reason(wanted.reason()), caller.name());
    return new Made(view(caller.organization(), made.webhook()), made.secret());
  }

  @PatchMapping("/{id}")
  @Operation(summary = "Change a webhook, or rotate its secret")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Made change(@PathVariable String id, @RequestBody Edit edit) {
    Principal caller = Caller.current();
    Webhooks.WithSecret changed =
        webhooks.change(
            id,
            new Webhooks.Edit(
                edit.name(),
                given(edit.mapping()) ? checked(edit.mapping()) : null,
                edit.disabled(),
                Boolean.TRUE.equals(edit.rotateSecret())),
            reason(edit.reason()),
            caller.name());
    return new Made(view(caller.organization(), changed.webhook()), changed.secret());
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a webhook; the data it received is kept")
  @ApiResponse(responseCode = "204")
  @ApiResponse(responseCode = "404", ref = "Problem")
  void delete(@PathVariable String id, @RequestParam(required = false) @Nullable String reason) {
    webhooks.delete(id, reason(reason), Caller.current().name());
  }

  @PostMapping("/try")
  @Operation(summary = "Test a mapping on a sample; nothing is stored")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Tried attempt(@RequestBody Trial trial) {
    Mapping mapping = Mapping.compile(trial.mapping());
    JsonNode sample = trial.sample();
    if (sample == null || sample.isMissingNode()) {
      throw MetaAgentException.invalid("sample", "any JSON");
    }
    MappedEvents understood = mapping.read(sample);
    return new Tried(
        understood.executions().stream().map(PlainJson::of).toList(),
        understood.outcomes().stream().map(PlainJson::of).toList(),
        understood.errors());
  }

  private String checked(@Nullable JsonNode mapping) {
    Mapping.compile(mapping);
    String text = json.writeValueAsString(mapping == null ? null : StorableJson.of(mapping));
    if (text.length() > LONGEST_MAPPING) {
      throw MetaAgentException.invalid("mapping", "at most " + LONGEST_MAPPING + " characters");
    }
    return text;
  }

  private static boolean given(@Nullable JsonNode node) {
    return node != null && !node.isNull() && !node.isMissingNode();
  }

  private View view(OrganizationId organization, Webhook webhook) {
    String mapping = webhook.mapping();
    return new View(
        webhook.id(),
        webhook.source(),
        webhook.name(),
        "/api/v1/webhooks/"
            + webhook.source().wire()
            + "/"
            + new EndpointId(organization, webhook.id()),
        mapping == null ? null : json.readTree(mapping),
        webhook.createdAt(),
        webhook.createdBy(),
        webhook.disabled(),
        webhook.lastReceivedAt(),
        webhook.received(),
        webhook.refused(),
        webhook.lastProblem());
  }

  private static @Nullable String reason(@Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      return null;
    }
    if (reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0) {
      throw MetaAgentException.invalid("reason", "at most " + LONGEST_REASON + " characters");
    }
    return reason.strip();
  }
}
