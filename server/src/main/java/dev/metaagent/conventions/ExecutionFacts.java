package dev.metaagent.conventions;

import dev.metaagent.kernel.SourceRevision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one span and its resource say about the run they belong to; null where they do not say.
 *
 * @param runName the name of the workflow or trace, where one is given apart from the agent
 * @param source the source that the agent was built from
 * @param attributes plain metadata that the application declared, by its own keys
 */
public record ExecutionFacts(
    @Nullable String agentName,
    @Nullable String agentVersion,
    @Nullable String framework,
    @Nullable String serviceName,
    @Nullable String sessionId,
    @Nullable String userId,
    @Nullable String environment,
    @Nullable String promptName,
    @Nullable String promptVersion,
    @Nullable String arm,
    @Nullable Double assignmentProbability,
    @Nullable String taskClass,
    List<String> learnings,
    @Nullable String runName,
    @Nullable Boolean success,
    @Nullable SourceRevision source,
    Map<String, String> attributes) {}
