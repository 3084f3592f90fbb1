package dev.metaagent.search.executions;

import dev.metaagent.search.filter.ExecutionFilter;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Documents the filters of executions. A parameter that is repeated names alternatives, which
/// {@link ExecutionFilter} reads.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameters({
  @Parameter(name = "agent", in = ParameterIn.QUERY, description = "id or name of the agent"),
  @Parameter(
      name = "from",
      in = ParameterIn.QUERY,
      description = "earliest start: RFC 3339, or relative to now; default: 24 hours back",
      example = "-6h"),
  @Parameter(
      name = "to",
      in = ParameterIn.QUERY,
      description = "latest start",
      example = "2026-01-31T12:00:00Z"),
  @Parameter(name = "traceId", in = ParameterIn.QUERY, description = "32 hex digits"),
  @Parameter(name = "sessionId", in = ParameterIn.QUERY),
  @Parameter(name = "userId", in = ParameterIn.QUERY),
  @Parameter(
      name = "status",
      in = ParameterIn.QUERY,
      schema = @Schema(allowableValues = {"ok", "error", "running", "unknown"})),
  @Parameter(
      name = "success",
      in = ParameterIn.QUERY,
      schema = @Schema(allowableValues = {"true", "false", "unknown"})),
  @Parameter(
      name = "failed",
      in = ParameterIn.QUERY,
      description = "the opposite of success",
      schema = @Schema(type = "boolean")),
  @Parameter(
      name = "root",
      in = ParameterIn.QUERY,
      description = "true: only runs without a parent; false: only nested ones",
      schema = @Schema(type = "boolean")),
  @Parameter(name = "errorType", in = ParameterIn.QUERY),
  @Parameter(name = "environment", in = ParameterIn.QUERY),
  @Parameter(name = "model", in = ParameterIn.QUERY, description = "any model of the run"),
  @Parameter(name = "version", in = ParameterIn.QUERY, description = "version of the agent"),
  @Parameter(name = "promptName", in = ParameterIn.QUERY),
  @Parameter(name = "promptVersion", in = ParameterIn.QUERY),
  @Parameter(name = "arm", in = ParameterIn.QUERY),
  @Parameter(name = "taskClass", in = ParameterIn.QUERY),
  @Parameter(name = "framework", in = ParameterIn.QUERY),
  @Parameter(name = "serviceName", in = ParameterIn.QUERY),
  @Parameter(
      name = "not.<field>",
      in = ParameterIn.QUERY,
      description =
          "excludes a value of agent, sessionId, userId, errorType, environment, model, version,"
              + " promptName, promptVersion, arm, taskClass, framework, serviceName or attr.<key>;"
              + " `not.userId=*` finds runs without one"),
  @Parameter(name = "minCostUsd", in = ParameterIn.QUERY, example = "0.02"),
  @Parameter(name = "maxCostUsd", in = ParameterIn.QUERY, example = "0.5"),
  @Parameter(name = "minDurationMs", in = ParameterIn.QUERY, example = "3000"),
  @Parameter(name = "maxDurationMs", in = ParameterIn.QUERY, example = "60000"),
  @Parameter(
      name = "minTokens",
      in = ParameterIn.QUERY,
      description = "input and output together",
      example = "1000"),
  @Parameter(name = "maxTokens", in = ParameterIn.QUERY),
  @Parameter(
      name = "q",
      in = ParameterIn.QUERY,
      description =
          "full-text search in names and errors of ended runs, for developers and administrators in"
              + " input and output too; `word*` matches a prefix, `-word` excludes",
      example = "refund timeout"),
  @Parameter(
      name = "attr.<key>",
      in = ParameterIn.QUERY,
      description = "value of plain metadata, for instance attr.locale=de")
})
public @interface ExecutionParameters {}
