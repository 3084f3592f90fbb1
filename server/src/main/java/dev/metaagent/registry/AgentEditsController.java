package dev.metaagent.registry;

import dev.metaagent.access.Caller;
import dev.metaagent.access.Principal;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Changes to agents over HTTP.
@RestController
@RequestMapping("/api/v1/agents/{id}")
@Tag(name = "Agents")
class AgentEditsController {

  private static final int MAX_REASON = 500;

  /// A change of an agent; absent or null fields are kept.
  ///
  /// @param owner the person or team; "" for nobody
  /// @param archived whether it is left out of the lists
  /// @param objectives its objectives
  /// @param purpose what it is for; "" for not said
  /// @param team who runs it; "" for not said
  /// @param dataClasses what kinds of data it works with; an empty list for none said
  /// @param risk "" for not said
  /// @param review a new review, by an administrator: what the agent is known to use counts as
  ///   reviewed
  /// @param reviewedUntil until when the review holds, set by an administrator; "" for until the
  ///   next one
  /// @param reason why, for the journal
  @Schema(name = "AgentEdit")
  record Edit(
      @Schema(example = "Email Writer") @Nullable String name,
      @Schema(example = "growth team") @Nullable String owner,
      @Nullable Boolean archived,
      @Nullable ObjectivesEdit objectives,
      @Schema(maxLength = 500, example = "Answers questions about orders") @Nullable String purpose,
      @Schema(maxLength = 200, example = "Customer care") @Nullable String team,
      @ArraySchema(
              maxItems = 20,
              schema = @Schema(type = "string", maxLength = 40, example = "personal"))
          @Nullable List<@Nullable String> dataClasses,
      @Schema(allowableValues = {"low", "medium", "high", ""}) @Nullable String risk,
      @Schema(allowableValues = {"unreviewed", "approved", "restricted"}) @Nullable String review,
      @Schema(description = "RFC 3339, in the future, or empty", example = "2027-06-30T23:59:59Z")
          @Nullable String reviewedUntil,
      @Schema(example = "renamed by its team", requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String reason) {

    RegisterEdit register() {
      return new RegisterEdit(purpose, team, dataClasses, risk, review, reviewedUntil);
    }
  }

  /// Which agent this one is.
  ///
  /// @param into the id of the agent whose runs they are
  /// @param reason why, for the journal
  @Schema(name = "AgentMerge")
  record Merge(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String into,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "one agent under two names")
          @Nullable String reason) {}

  private final AgentEdits edits;
  private final ObjectivesPort objectives;
  private final RegisterPort register;

  AgentEditsController(AgentEdits edits, ObjectivesPort objectives, RegisterPort register) {
    this.edits = edits;
    this.objectives = objectives;
    this.register = register;
  }

  @PatchMapping
  @Operation(
      summary = "Change name, owner, archive, objectives or the entry in the register",
      description =
          "`review` and `reviewedUntil` need the role ADMIN. A review has the caller, the reason"
              + " and the moment of the change; without `reviewedUntil` it holds until the next"
              + " one. What the agent is known to use at that moment counts as reviewed.")
  AgentRecord edit(@PathVariable AgentId id, @RequestBody Edit edit) {
    String reason = reason(edit.reason());
    Principal caller = Caller.current();
    String actor = caller.name();
    AgentEdit wanted = new AgentEdit(edit.name(), edit.owner(), edit.archived());
    ObjectivesEdit target = edit.objectives();
    RegisterEdit entry = edit.register();
    if (wanted.empty() && target == null && entry.empty()) {
      throw MetaAgentException.invalid("name", "nothing is asked to be changed");
    }
    return edits.together(() -> {
      if (target != null) {
        objectives.change(id, target, reason, actor);
      }
      if (!entry.empty()) {
        register.change(id, entry, reason, caller);
      }
      return wanted.empty() ? edits.get(id) : edits.edit(id, wanted, reason, actor);
    });
  }

  @GetMapping("/aliases")
  @Operation(summary = "The other names of an agent")
  Page<AgentRecord.Alias> aliases(@PathVariable AgentId id) {
    return Page.of(edits.get(id).aliases(), null);
  }

  @PostMapping("/merge")
  @Operation(
      summary =
          "Merge an agent into another one, which is returned: its runs become runs of that agent")
  AgentRecord merge(@PathVariable AgentId id, @RequestBody Merge merge) {
    return edits.merge(id, target(merge.into()), reason(merge.reason()), Caller.current().name());
  }

  @DeleteMapping("/merge")
  @Operation(summary = "Undo a merge")
  AgentRecord part(
      @PathVariable AgentId id, @RequestParam(required = false) @Nullable String reason) {
    return edits.part(id, reason == null ? "undone" : reason(reason), Caller.current().name());
  }

  private static AgentId target(@Nullable String into) {
    try {
      if (into != null) {
        return AgentId.parse(into);
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw MetaAgentException.invalid("into", "the id of an agent");
  }

  private static String reason(@Nullable String reason) {
    if (reason == null || reason.isBlank() || reason.length() > MAX_REASON) {
      throw MetaAgentException.invalid("reason", "why, in 1 to " + MAX_REASON + " characters");
    }
    return reason.strip();
  }
}
