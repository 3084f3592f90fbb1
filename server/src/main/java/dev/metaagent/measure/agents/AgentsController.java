package dev.metaagent.measure;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Agents and how they do.
@RestController
@Tag(name = "Agents")
class AgentsController {

  private static final Duration DAY = Duration.ofHours(24);
  private static final Set<SeriesReport.By> BY =
      Set.of(SeriesReport.By.VERSION, SeriesReport.By.PROMPT_VERSION, SeriesReport.By.MODEL);

  private final AgentsReport agents;
  private final SeriesReport series;
  private final Clock clock;

  AgentsController(AgentsReport agents, SeriesReport series, Clock clock) {
    this.agents = agents;
    this.series = series;
    this.clock = clock;
  }

  @GetMapping("/api/v1/agents")
  @Operation(
      summary = "Agents with their health over the last hour",
      description = "Failing ones first, then degraded ones, then by traffic.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Page<Answers.AgentAnswer> list(
      @Parameter(description = "failing, degraded, healthy, idle, unknown or archived")
          @RequestParam(required = false)
          @Nullable String status,
      @Parameter(description = "part of the name or owner") @RequestParam(required = false)
          @Nullable String q,
      @Parameter(description = "ribbon: success and latency over [from, to)", example = "ribbon")
          @RequestParam(required = false)
          @Nullable String include,
      @Parameter(description = "RFC 3339 or relative to now", example = "-24h")
          @RequestParam(required = false)
          @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @Parameter(description = "nextCursor of the page before") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 500", example = "100") @RequestParam(required = false)
          @Nullable Integer limit) {
    int size = Questions.limit(limit, 100, 500);
    boolean archived = "archived".equals(status);
    AgentStatus wanted = archived ? null : status(status);
    Moments.Range range = Moments.range(from, to, DAY, clock.instant());
    boolean ribbon = ribbon(include);
    List<Answers.AgentAnswer> matching =
        agents.all(archived).stream()
            .filter(agent -> wanted == null || agent.status() == wanted)
            .filter(agent -> matches(agent, q))
            .toList();
    int begin = after(matching, cursor);
    int end = Math.min(matching.size(), begin + size);
    List<Answers.AgentAnswer> page = matching.subList(begin, end);
    String next = end < matching.size() ? page.getLast().id() : null;
    return Page.of(ribbon ? agents.withRibbons(page, range) : page, next);
  }

  @GetMapping("/api/v1/agents/{id}")
  @Operation(summary = "One agent with its health over the last hour and its other names")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Answers.AgentAnswer one(@PathVariable String id) {
    return agents.one(Questions.agent("id", id));
  }

  @GetMapping("/api/v1/agents/{id}/health")
  @Operation(summary = "How an agent did over the last minute, five minutes or hour")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Answers.HealthAnswer health(
      @PathVariable String id,
      @Parameter(description = "1m, 5m or 1h", example = "5m") @RequestParam(defaultValue = "1h")
          String window) {
    Window wanted =
        Window.named(window)
            .orElseThrow(() -> MetaAgentException.invalid("window", "must be 1m, 5m or 1h"));
    return agents.health(Questions.agent("id", id), wanted);
  }

  @GetMapping("/api/v1/agents/{id}/metrics")
  @Operation(
      summary = "Numbers of an agent over time",
      description =
          "A run counts in the step in which it ended. Ten seconds are kept for two hours, minutes"
              + " for two days, hours for 400 days; stepMs says which step was used.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Answers.SeriesAnswer metrics(
      @PathVariable String id,
      @Parameter(description = "RFC 3339 or relative to now", example = "-24h")
          @RequestParam(required = false)
          @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @Parameter(description = "length of a step", example = "15m") @RequestParam(required = false)
          @Nullable String step,
      @Parameter(description = "version, promptVersion or model", example = "promptVersion")
          @RequestParam(required = false)
          @Nullable String by) {
    Answers.AgentAnswer agent = agents.one(Questions.agent("id", id));
    return series.read(
        Questions.agent("id", agent.id()),
        Moments.range(from, to, DAY, clock.instant()),
        MetricsController.step(step),
        Questions.by(by, BY));
  }

  private static @Nullable AgentStatus status(@Nullable String status) {
    if (status == null || status.isBlank()) {
      return null;
    }
    return AgentStatus.named(status)
        .orElseThrow(() ->
            MetaAgentException.invalid(
                "status", "must be failing, degraded, healthy, idle, unknown or archived"));
  }

  private static boolean ribbon(@Nullable String include) {
    if (include == null || include.isBlank()) {
      return false;
    }
    if (!include.equals("ribbon")) {
      throw MetaAgentException.invalid("include", "must be ribbon");
    }
    return true;
  }

  private static boolean matches(Answers.AgentAnswer agent, @Nullable String q) {
    if (q == null || q.isBlank()) {
      return true;
    }
    String wanted = q.strip().toLowerCase(Locale.ROOT);
    return agent.name().toLowerCase(Locale.ROOT).contains(wanted)
        || (agent.owner() != null && agent.owner().toLowerCase(Locale.ROOT).contains(wanted));
  }

  private static int after(List<Answers.AgentAnswer> agents, @Nullable String cursor) {
    if (cursor == null || cursor.isBlank()) {
      return 0;
    }
    for (int i = 0; i < agents.size(); i++) {
      if (agents.get(i).id().equals(cursor)) {
        return i + 1;
      }
    }
    throw MetaAgentException.invalid("cursor", "must be the nextCursor of the page before");
  }
}
