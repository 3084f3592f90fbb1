package dev.metaagent.registry.register;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One agent in the register, with what it was seen to use.
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "RegisterDetail")
record RegisterDetail(
    @JsonUnwrapped RegisterEntry entry,
    @Schema(
            description =
                "what became known after the review, newest first; null: not reviewed. It can have"
                    + " been used before, in a run that ended or arrived later.")
        @Nullable Uses newSinceReview,
    @Schema(description = "everything that is known, newest first") Uses known) {

  /// What an agent used.
  @Schema(name = "RegisterUses")
  record Uses(List<RegisterUse> tools, List<RegisterUse> models, List<RegisterUse> prompts) {

    static Uses of(List<UseStore.Row> rows, Predicate<UseStore.Row> wanted) {
      Uses uses = new Uses(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      rows.stream().filter(wanted).forEach(row -> uses.kind(row.kind()).add(row.use()));
      return uses;
    }

    private List<RegisterUse> kind(String kind) {
      return switch (kind) {
        case "tool" -> tools;
        case "model" -> models;
        default -> prompts;
      };
    }
  }

  static RegisterDetail of(RegisterEntry entry, List<UseStore.Row> rows) {
    return new RegisterDetail(
        entry,
        entry.newUses() == null ? null : Uses.of(rows, row -> !row.reviewed()),
        Uses.of(rows, _ -> true));
  }
}
