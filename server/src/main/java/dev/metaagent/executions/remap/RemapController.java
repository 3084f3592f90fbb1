package dev.metaagent.executions.remap;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Principal;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.conventions.SpanMapping;
import dev.metaagent.database.Jobs;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Accepts requests to map stored telemetry again, records them in the journal and schedules a job.
@RestController
@Tag(name = "Executions")
class RemapController {

  private static final int LONGEST_REASON = 500;

  /// Which telemetry to map again.
  @Schema(name = "RemapRequest")
  record RemapRequest(
      @Schema(format = "date-time", description = "the earliest start of an action")
          @Nullable String from,
      @Schema(format = "date-time", description = "before this start of an action")
          @Nullable String to,
      @Schema(maxLength = LONGEST_REASON) @Nullable String reason) {}

  /// The scheduled remap job.
  @Schema(name = "RemapJob")
  record Accepted(UUID job) {}

  private final TenantTransactions transactions;
  private final Journal journal;
  private final Jobs jobs;
  private final OneTimeTask<Remapping.Order> task;

  RemapController(
      TenantTransactions transactions,
      Journal journal,
      Jobs jobs,
      OneTimeTask<Remapping.Order> remapTask) {
    this.transactions = transactions;
    this.journal = journal;
    this.jobs = jobs;
    this.task = remapTask;
  }

  @PostMapping("/api/v1/remap")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Map stored telemetry again with the mapping of this version",
      description =
          "A job assembles each trace with an older mapping version again from its stored content."
              + " Executions keep their ids; numbers are recounted. Traces whose content is no"
              + " longer kept are not changed.")
  @ApiResponse(responseCode = "202")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Accepted remap(@RequestBody RemapRequest wanted) {
    String from = instant("from", wanted.from());
    String to = instant("to", wanted.to());
    String reason = reason(wanted.reason());
    Principal caller = Caller.current();
    UUID job = UUID.randomUUID();
    transactions.write(() -> {
      journal.write(
          new Change(
              caller.name(), "telemetry.remap", "mapping " + SpanMapping.MAPPING_VERSION, reason));
      return job;
    });
    jobs.scheduleNow(
        task.instance(
            job.toString(),
            new Remapping.Order(
                caller.organization().toString(), from, to, caller.name(), reason)));
    return new Accepted(job);
  }

  private static @Nullable String instant(String field, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      Instant at = Instant.parse(text);
      if (at.isBefore(Instant.EPOCH) || at.isAfter(Remapping.END)) {
        throw MetaAgentException.invalid(field, "is a time of this era");
      }
      return at.toString();
    } catch (DateTimeParseException e) {
      throw MetaAgentException.invalid(field, "is a time such as 2026-11-22T10:00:00Z");
    }
  }

  private static @Nullable String reason(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (text.length() > LONGEST_REASON || text.indexOf('\0') >= 0) {
      throw MetaAgentException.invalid(
          "reason", "is a text of at most " + LONGEST_REASON + " characters");
    }
    return text.strip();
  }
}
