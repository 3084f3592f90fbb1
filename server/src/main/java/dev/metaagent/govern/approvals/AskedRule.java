package dev.metaagent.govern.approvals;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rule as it stood when it asked. It is kept with the question, since rules change.
///
/// @param tool its pattern
/// @param when its condition in words; null: it asks about every call of the tool
/// @param place its place among the rules that apply to the agent, from 1
/// @param of how many rules apply to the agent
/// @param fleet whether it is a rule of the fleet
/// @param met which conditions the arguments met; null for who may not see arguments
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "ApprovalRule")
record AskedRule(
    @Schema(example = "issue_*") String tool,
    @Schema(example = "amount > 200") @Nullable String when,
    int askSeconds,
    @Schema(allowableValues = {"allow", "deny"}) String whenUnanswered,
    @Schema(allowableValues = {"open", "closed"}) String whenUnreachable,
    int place,
    int of,
    boolean fleet,
    @Nullable List<Met> met) {

  /// A condition that held for the arguments.
  ///
  /// @param path where in the arguments
  /// @param words what the condition asks for
  /// @param comparable false: the value has a form that cannot be compared, which counts as met
  @Schema(name = "ApprovalConditionMet")
  record Met(
      @Schema(example = "amount") String path,
      @Schema(example = "over 200") String words,
      boolean comparable) {}

  /// The same without what it says about the arguments.
  AskedRule withoutArguments() {
    return new AskedRule(
        tool, when, askSeconds, whenUnanswered, whenUnreachable, place, of, fleet, null);
  }
}
