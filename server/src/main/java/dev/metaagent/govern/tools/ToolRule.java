package dev.metaagent.govern.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rule on tool calls, as it is set and as it stands in a policy; the first that matches
/// decides.
///
/// @param tool a pattern over the whole name: `*` is any number of characters, `?` one
/// @param when null: always
/// @param reason what a refused agent is told; null: nothing
/// @param redactPaths values that a rule that redacts replaces; empty: personal data and secrets in
///   all texts
/// @param askSeconds how long a rule that asks waits for a person; null for other effects
/// @param whenUnanswered what becomes of the call when nobody answered
/// @param whenUnreachable what becomes of the call when the question could not be delivered
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "ToolRule")
record ToolRule(
    @Schema(example = "refunds", description = "made from the position when left out") String id,
    @Schema(example = "issue_*") String tool,
    @Nullable When when,
    @Schema(allowableValues = {"allow", "deny", "ask", "redact"}) String effect,
    @Nullable String reason,
    List<String> redactPaths,
    @Schema(minimum = "5", maximum = "86400") @Nullable Integer askSeconds,
    @Schema(allowableValues = {"allow", "deny"}) @Nullable String whenUnanswered,
    @Schema(allowableValues = {"open", "closed"}) @Nullable String whenUnreachable) {

  ToolRule {
    redactPaths = List.copyOf(redactPaths);
  }

  /// Conditions on the arguments, of which all, or any, must be true: one of the two lists.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ToolRuleWhen")
  record When(@Nullable List<Condition> all, @Nullable List<Condition> any) {}

  /// A condition on what a path into the arguments yields.
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "ToolRuleCondition")
  record Condition(
      @Schema(example = "order.total") String path,
      @Schema(
              allowableValues = {
                "eq",
                "ne",
                "in",
                "lt",
                "lte",
                "gt",
                "gte",
                "contains",
                "startsWith",
                "endsWith",
                "exists"
              })
          String op,
      @Schema(description = "a text, number, boolean, null or a list, as the operator needs")
          @Nullable Object value) {}
}
