package dev.metaagent.executions.retention;

import dev.metaagent.access.Caller;
import dev.metaagent.kernel.MetaAgentException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The retention of the organization.
@RestController
@RequestMapping("/api/v1/retention")
@Tag(name = "Settings")
class RetentionController {

  private static final int MAX_REASON = 500;

  /// The retention in days.
  ///
  /// @param installation the upper bound
  /// @param organization the organization's own setting; null for none
  /// @param effective the value that applies
  @Schema(name = "Retention")
  record View(
      RetentionDays.Kept installation, RetentionDays organization, RetentionDays.Kept effective) {}

  /// The requested setting; null removes the organization's own.
  @Schema(name = "RetentionChange")
  record Wish(
      @Schema(example = "14", minimum = "1") @Nullable Integer executionDays,
      @Schema(example = "7", minimum = "1") @Nullable Integer contentDays,
      @Nullable String reason) {}

  private final TenantRetention retention;

  RetentionController(TenantRetention retention) {
    this.retention = retention;
  }

  @GetMapping
  @Operation(summary = "How long executions and bodies are kept")
  View get() {
    RetentionDays wished = retention.wished();
    return new View(retention.installation(), wished, retention.effective(wished));
  }

  @PutMapping
  @Operation(
      summary = "Keep executions or bodies for a shorter time than the installation does",
      description =
          "Older data is deleted each night. The time cannot be longer than the installation's.")
  View put(@RequestBody Wish wish) {
    String reason = wish.reason();
    if (reason != null && (reason.length() > MAX_REASON || reason.indexOf('\0') >= 0)) {
      throw MetaAgentException.invalid("reason", "is a text of at most 500 characters");
    }
    retention.change(
        new RetentionDays(wish.executionDays(), wish.contentDays()),
        reason,
        Caller.current().name());
    return get();
  }
}
