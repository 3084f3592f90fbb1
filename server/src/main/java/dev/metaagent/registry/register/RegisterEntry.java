package dev.metaagent.registry.register;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One agent in the register.
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "RegisterEntry")
record RegisterEntry(
    Registered agent,
    @Schema(description = "other names whose runs are its runs") List<String> aliases,
    @Schema(example = "Answers questions about orders") @Nullable String purpose,
    @Nullable String owner,
    @Schema(example = "Customer care") @Nullable String team,
    List<String> dataClasses,
    @Schema(
            allowableValues = {"low", "medium", "high"},
            description = "null: nobody has said")
        @Nullable String risk,
    @Schema(allowableValues = {"unreviewed", "approved", "restricted"}) String review,
    @Schema(description = "the newest review, or when it was taken back; null: never reviewed")
        @Nullable Instant reviewedAt,
    @Nullable String reviewedBy,
    @Nullable String reviewReason,
    @Schema(description = "null: until the next review") @Nullable Instant reviewedUntil,
    @Schema(description = "whether the review held until a time that has passed") boolean overdue,
    @Schema(description = "of purpose, team, data classes or risk; null: never")
        @Nullable Instant changedAt,
    @Nullable String changedBy,
    @Schema(description = "what counts as new since the review; null: not reviewed")
        @Nullable Counts newUses,
    Counts knownUses,
    @Schema(description = "false: more of one kind were used than are kept") boolean usesComplete,
    @Schema(
            description =
                "what it used in runs that ended before this time is not known; null: it is")
        @Nullable Instant unknownBefore,
    Instant firstSeenAt,
    Instant lastSeenAt,
    @Nullable Instant archivedAt) {

  /// The agent of an entry.
  @Schema(name = "RegisteredAgent")
  record Registered(UUID id, String name) {}

  /// How many different ones.
  ///
  /// @param prompts versions of prompts
  @Schema(name = "RegisterCounts")
  record Counts(int tools, int models, int prompts) {

    static final Counts NONE = new Counts(0, 0, 0);

    int all() {
      return tools + models + prompts;
    }

    boolean below(int most) {
      return Math.max(tools, Math.max(models, prompts)) < most;
    }
  }

  /// The same with what the agent was seen to use.
  RegisterEntry using(Counts known, Counts unreviewed, boolean complete) {
    return new RegisterEntry(
        agent,
        aliases,
        purpose,
        owner,
        team,
        dataClasses,
        risk,
        review,
        reviewedAt,
        reviewedBy,
        reviewReason,
        reviewedUntil,
        overdue,
        changedAt,
        changedBy,
        review.equals(Review.UNREVIEWED.wire()) ? null : unreviewed,
        known,
        complete,
        unknownBefore,
        firstSeenAt,
        lastSeenAt,
        archivedAt);
  }
}
