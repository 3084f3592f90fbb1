package dev.metaagent.measure.agents;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import dev.metaagent.measure.health.AgentStatus;
import dev.metaagent.measure.health.Window;
import dev.metaagent.measure.query.RequestParameters;
import dev.metaagent.measure.query.TimeRange;
import dev.metaagent.measure.series.SeriesAnswer;
import dev.metaagent.measure.series.SeriesReport;
import dev.metaagent.measure.series.Steps;
import dev.metaagent.registry.AgentDirectory;
import dev.metaagent.tenancy.Elsewhere;
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
      Set.of(
          SeriesReport.By.VERSION,
          SeriesReport.By.PROMPT_VERSION,
          SeriesReport.By.MODEL,
          SeriesReport.By.ARM);

  private final AgentsReport agents;
  private final SeriesReport series;
  private final Elsewhere elsewhere;
  private final Clock clock;

  AgentsController(AgentsReport agents, SeriesReport series, Elsewhere elsewhere, Clock clock) {
    this.agents = agents;
    this.elsewhere = elsewhere;
    this.series = series;
    this.clock = clock;
  }

  @GetMapping("/api/v1/agents")
  @Operation(
      summary = "Agents with their health over the last hour",
      description =
          "Failing ones first, then degraded ones, then by traffic, as they are when a page is"
              + " read. The pages of one cursor show each agent once, whatever changes between"
              + " them.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Page<AgentAnswer> list(
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
      @Parameter(description = "nextCursor of the previous page") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 500", example = "100") @RequestParam(required = false)
          @Nullable Integer limit) {
    int size = RequestParameters.limit(limit, 100, 500);
    boolean archived = "archived".equals(status);
    AgentStatus wanted = archived ? null : status(status);
    TimeRange range = TimeRange.of(from, to, DAY, clock.instant());
    boolean ribbon = ribbon(include);
    List<AgentHealth> all = agents.all(archived);
    SeenAgents seen = seen(cursor, all);
    List<AgentAnswer> unseen =
        all.stream()
            .filter(each -> !seen.contains(each.id()))
            .filter(each -> wanted == null || each.assessment().status() == wanted)
            .filter(each -> matches(each.agent(), q))
            .map(AgentAnswer::of)
            .toList();
    List<AgentAnswer> page = unseen.subList(0, Math.min(unseen.size(), size));
    String next =
        page.size() < unseen.size()
            ? seen.plus(page.stream().map(agent -> AgentId.parse(agent.id())).toList()).write()
            : null;
    return Page.of(ribbon ? agents.withRibbons(page, range) : page, next);
  }

  @GetMapping("/api/v1/agents/{id}")
  @Operation(summary = "One agent with its health over the last hour and its other names")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  AgentAnswer one(@PathVariable AgentId id) {
    return orThere(id);
  }

  private AgentAnswer orThere(AgentId id) {
    return elsewhere.orThere(() -> agents.one(id), () -> agents.exists(id));
  }

  @GetMapping("/api/v1/agents/{id}/health")
  @Operation(summary = "The health of an agent over the last minute, five minutes or hour")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  HealthAnswer health(
      @PathVariable AgentId id,
      @Parameter(description = "1m, 5m or 1h", example = "5m") @RequestParam(defaultValue = "1h")
          String window) {
    Window wanted =
        Window.named(window)
            .orElseThrow(() -> MetaAgentException.invalid("window", "must be 1m, 5m or 1h"));
    return agents.health(id, wanted);
  }

  @GetMapping("/api/v1/agents/{id}/metrics")
  @Operation(
      summary = "Numbers of an agent over time",
      description =
          "A run counts in the step in which it ended. Ten seconds are kept for two hours, minutes"
              + " for two days, hours for 400 days; stepMs says which step was used.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  SeriesAnswer metrics(
      @PathVariable AgentId id,
      @Parameter(description = "RFC 3339 or relative to now", example = "-24h")
          @RequestParam(required = false)
          @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @Parameter(description = "length of a step", example = "15m") @RequestParam(required = false)
          @Nullable String step,
      @Parameter(description = "version, promptVersion, model or arm", example = "promptVersion")
          @RequestParam(required = false)
          @Nullable String by) {
    AgentAnswer agent = orThere(id);
    return series.read(
        AgentId.parse(agent.id()),
        TimeRange.of(from, to, DAY, clock.instant()),
        Steps.wanted(step),
        SeriesReport.By.parse(by, BY));
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

  private static boolean matches(AgentDirectory.Entry agent, @Nullable String q) {
    if (q == null || q.isBlank()) {
      return true;
    }
    String wanted = q.strip().toLowerCase(Locale.ROOT);
    return agent.name().toLowerCase(Locale.ROOT).contains(wanted)
        || (agent.owner() != null && agent.owner().toLowerCase(Locale.ROOT).contains(wanted));
  }

  private static SeenAgents seen(@Nullable String cursor, List<AgentHealth> all) {
    return cursor == null || cursor.isBlank()
        ? SeenAgents.none(all.stream().map(AgentHealth::id).toList())
        : SeenAgents.parse(cursor);
  }
}
