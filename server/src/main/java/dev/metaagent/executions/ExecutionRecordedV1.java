package dev.metaagent.executions;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ExecutionId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Version 1 of {@link ExecutionRecorded} in the event log: entries of the first release, which an
/// upgrade still finds unread. Texts were empty where they were not known.
record ExecutionRecordedV1(
    LocalDate day,
    ExecutionId id,
    AgentId agent,
    @Nullable AgentId parentAgent,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant previousEnd,
    @Nullable AgentId previousAgent,
    int status,
    @Nullable Boolean success,
    @Nullable String version,
    @Nullable String promptName,
    @Nullable String promptVersion,
    @Nullable String model,
    @Nullable String environment,
    @Nullable Long durationNanos,
    @Nullable Long costNano,
    @Nullable String errorType,
    @Nullable String sessionId,
    ExecutionRecorded.@Nullable Packs packs) {

  ExecutionRecorded event() {
    ExecutionRecorded.Failure error =
        errorType == null ? null : new ExecutionRecorded.Failure(errorType, null);
    String main = known(model);
    return new ExecutionRecorded(
        new ExecutionRecorded.Identity(id, agent, parentAgent, sessionId, null),
        new ExecutionRecorded.When(day, startedAt, endedAt, durationNanos),
        new ExecutionRecorded.Result(
            ExecutionStatus.ofCode(status), success, null, null, null, error),
        new ExecutionRecorded.Usage(null, null, null, null, null, costNano, null, null),
        new ExecutionRecorded.Dimensions(
            known(version),
            known(promptName),
            known(promptVersion),
            main == null ? List.of() : List.of(main),
            known(environment),
            null,
            null,
            null,
            List.of(),
            null),
        before(),
        packs);
  }

  private ExecutionRecorded.@Nullable Before before() {
    if (previousEnd == null && previousAgent == null) {
      return null;
    }
    return new ExecutionRecorded.Before(
        previousAgent == null ? agent : previousAgent, previousEnd, null, null);
  }

  private static @Nullable String known(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
