package dev.metaagent.executions.erase;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Principal;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.database.Jobs;
import dev.metaagent.executions.ExecutionLookup;
import dev.metaagent.executions.StoredId;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Accepts requests to erase, records them in the journal and schedules a job.
@RestController
@Tag(name = "Executions")
class EraseController {

  private static final int LONGEST_REASON = 500;

  /// Why something is erased.
  @Schema(name = "EraseRequest")
  record Why(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "asked for by the customer")
          @Nullable String reason) {}

  /// The job that erases.
  @Schema(name = "EraseJob")
  record Accepted(UUID job) {}

  private final ExecutionLookup executions;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final Jobs jobs;
  private final OneTimeTask<Erasure> task;
  private final Privacy privacy;
  private final ErasedUsers subjects;

  EraseController(
      ExecutionLookup executions,
      TenantTransactions transactions,
      Journal journal,
      Jobs jobs,
      OneTimeTask<Erasure> eraseTask,
      Privacy privacy,
      ErasedUsers subjects) {
    this.executions = executions;
    this.transactions = transactions;
    this.journal = journal;
    this.jobs = jobs;
    this.task = eraseTask;
    this.privacy = privacy;
    this.subjects = subjects;
  }

  @DeleteMapping("/api/v1/executions/{id}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Erase an execution and everything nested in it",
      description =
          "A job erases rows, content, search words and log records, and the numbers are"
              + " recounted.")
  @ApiResponse(responseCode = "202")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Accepted execution(
      @Parameter(schema = @Schema(type = "string")) @PathVariable String id, @RequestBody Why why) {
    String reason = reason(why);
    ExecutionId found = transactions.read(() -> executions.require(id));
    Principal caller = Caller.current();
    return accept(
        new Erasure(
            caller.organization().toString(), found.toString(), null, null, caller.name(), reason),
        "execution.erase",
        found.toString());
  }

  @DeleteMapping("/api/v1/users")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Erase all executions of one end user, for ids of any form",
      description = "An id with a slash or a backslash cannot be part of a path.")
  @ApiResponse(responseCode = "202")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Accepted userOfAnyId(
      @Parameter(example = "acme/user-7") @RequestParam String id, @RequestBody Why why) {
    return user(id, why);
  }

  @DeleteMapping("/api/v1/users/{userId}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Erase all executions of one end user")
  @ApiResponse(responseCode = "202")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Accepted user(@PathVariable String userId, @RequestBody Why why) {
    String reason = reason(why);
    Principal caller = Caller.current();
    if (userId.isEmpty() || userId.indexOf('\0') >= 0) {
      throw MetaAgentException.invalid("userId", "is the id of an end user");
    }
    String stored = StoredId.of(userId, privacy);
    String kept = StoredId.cut(userId);
    return accept(
        new Erasure(
            caller.organization().toString(),
            null,
            stored,
            kept.equals(stored) ? null : kept,
            caller.name(),
            reason),
        "user.erase",
        subjects.of(caller.organization(), stored));
  }

  private Accepted accept(Erasure erasure, String action, String subject) {
    UUID job = UUID.randomUUID();
    transactions.write(() -> {
      journal.write(new Change(erasure.actor(), action, subject, erasure.reason()));
      return job;
    });
    jobs.scheduleNow(task.instance(job.toString(), erasure));
    return new Accepted(job);
  }

  private String reason(Why why) {
    String reason = why.reason() == null ? "" : why.reason().strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0) {
      throw MetaAgentException.invalid(
          "reason", "is a text of 1 to " + LONGEST_REASON + " characters");
    }
    return privacy.text(reason);
  }
}
