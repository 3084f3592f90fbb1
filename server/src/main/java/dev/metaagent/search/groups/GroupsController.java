package dev.metaagent.search.groups;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.search.GroupTally;
import dev.metaagent.search.executions.ExecutionParameters;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Parameters;
import dev.metaagent.search.query.AgentNames;
import dev.metaagent.search.query.ExecutionView;
import dev.metaagent.search.query.Visibility;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Executions grouped by agent, model, user and the like.
@RestController
@Tag(name = "Executions")
class GroupsController {

  private static final int USUAL = 50;
  private static final int MOST = 500;

  /// One page of groups.
  ///
  /// @param groups how many there are on all pages
  @Schema(name = "ExecutionGroups")
  record Answer(
      Instant from,
      Instant to,
      String by,
      int groups,
      @Schema(
              description =
                  "runs: counted from the runs that began in the range; buckets: from whole hours"
                      + " in which runs ended, where there are too many to count",
              allowableValues = {"runs", "buckets"})
          String basis,
      @Schema(description = "false when only runs newer than scannedTo were counted")
          boolean complete,
      @Nullable Instant scannedTo,
      List<Group> items,
      @Nullable String nextCursor) {}

  private record Question(
      GroupBy by, GroupSorting sorting, GroupSorting.@Nullable Place after, int limit) {}

  private final TenantTransactions transactions;
  private final Clock clock;
  private final Privacy privacy;
  private final GroupsReport report;
  private final AgentNames agents;
  private final BucketGroups buckets;

  GroupsController(
      TenantTransactions transactions,
      Clock clock,
      Privacy privacy,
      GroupsReport report,
      AgentNames agents,
      BucketGroups buckets) {
    this.transactions = transactions;
    this.clock = clock;
    this.privacy = privacy;
    this.report = report;
    this.agents = agents;
    this.buckets = buckets;
  }

  @GetMapping("/api/v1/executions/groups")
  @Operation(
      summary = "Executions of a filter by agent, model, user, environment, version or attribute",
      description =
          "Counts are those of the list with the same filter. Grouped by model, a run that used"
              + " several counts in each.")
  @ExecutionParameters
  @Parameter(
      name = "by",
      in = ParameterIn.QUERY,
      required = true,
      description =
          "agent, model, user, environment, version, promptVersion, taskClass or attr.<key>",
      example = "agent")
  @Parameter(
      name = "sort",
      in = ParameterIn.QUERY,
      description =
          "key, executions, costUsd, tokens, successRate or p95; - for the greatest first",
      example = "-costUsd")
  @Parameter(name = "cursor", in = ParameterIn.QUERY)
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Answer groups(@Parameter(hidden = true) @RequestParam MultiValueMap<String, String> given) {
    Parameters parameters = new Parameters(given, clock.instant());
    ExecutionFilter filter = ExecutionFilter.of(parameters, privacy, Visibility.words());
    GroupBy by = parameters.required("by", GroupBy.EXPECTED, GroupBy::parse);
    GroupSorting wanted = parameters.parsed("sort", GroupSorting.EXPECTED, GroupSorting::parse);
    GroupSorting sorting = wanted == null ? GroupSorting.LARGEST_FIRST : wanted;
    GroupSorting.Place after =
        parameters.parsed(
            "cursor", GroupSorting.Place.EXPECTED, text -> GroupSorting.Place.parse(sorting, text));
    int limit = parameters.limit(USUAL, MOST);
    parameters.done();
    Question question = new Question(Objects.requireNonNull(by), sorting, after, limit);
    return transactions.read(() -> answer(filter, question));
  }

  private Answer answer(ExecutionFilter filter, Question question) {
    Instant now = clock.instant();
    Instant to = filter.to().isAfter(now) ? now : filter.to();
    Instant from = filter.from() != null ? filter.from() : to.minus(ExecutionFilter.LOOK_BACK);
    Optional<List<GroupTally>> hours = buckets.of(filter, question.by(), from, to);
    GroupsReport.Counted counted =
        hours
            .map(groups -> new GroupsReport.Counted(groups, null))
            .orElseGet(() -> report.of(filter, question.by(), from));
    return page(from, to, question, counted, hours.isPresent() ? "buckets" : "runs");
  }

  private Answer page(
      Instant from, Instant to, Question question, GroupsReport.Counted counted, String basis) {
    GroupSorting sorting = question.sorting();
    Comparator<GroupSorting.Place> order = sorting.order();
    List<GroupTally> later =
        counted.groups().stream()
            .filter(group ->
                question.after() == null
                    || order.compare(sorting.place(group), question.after()) > 0)
            .sorted(Comparator.comparing(sorting::place, order))
            .toList();
    List<GroupTally> shown = later.subList(0, Math.min(question.limit(), later.size()));
    return new Answer(
        from,
        to,
        question.by().wire(),
        counted.groups().size(),
        basis,
        counted.scannedTo() == null,
        counted.scannedTo(),
        shown(question.by(), shown),
        shown.size() < later.size() ? sorting.place(shown.getLast()).cursor() : null);
  }

  private List<Group> shown(GroupBy by, List<GroupTally> groups) {
    if (by.kind() != GroupBy.Kind.AGENT) {
      return groups.stream().map(group -> Group.of(group, null)).toList();
    }
    Map<UUID, String> names =
        agents.names(
            groups.stream()
                .map(GroupTally::key)
                .filter(Objects::nonNull)
                .map(UUID::fromString)
                .collect(Collectors.toSet()));
    return groups.stream()
        .map(group -> Group.of(group, agent(Objects.requireNonNull(group.key()), names)))
        .toList();
  }

  private static ExecutionView.Agent agent(String key, Map<UUID, String> names) {
    UUID id = AgentId.parse(key).value();
    return new ExecutionView.Agent(id, names.getOrDefault(id, ""));
  }
}
