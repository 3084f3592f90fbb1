package dev.metaagent.search.executions;

import dev.metaagent.kernel.Page;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.search.describe.ExecutionViews;
import dev.metaagent.search.filter.ExecutionFilter;
import dev.metaagent.search.filter.Parameters;
import dev.metaagent.search.filter.Position;
import dev.metaagent.search.filter.Sorting;
import dev.metaagent.search.query.ExecutionList;
import dev.metaagent.search.query.ExecutionRow;
import dev.metaagent.search.query.ExecutionView;
import dev.metaagent.search.query.SortedList;
import dev.metaagent.search.query.SortedPlace;
import dev.metaagent.search.query.Visibility;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// Executions of all agents: lists, counts, what failed runs share, export.
@RestController
@RequestMapping("/api/v1/executions")
@Tag(name = "Executions")
class ExecutionsController {

  private static final int MOST = 500;
  private static final int EXPORTED = 1_000;
  private static final byte[] NEW_LINE = {'\n'};

  private final TenantTransactions transactions;
  private final Clock clock;
  private final ExecutionList list;
  private final SortedList sorted;
  private final ExecutionViews views;
  private final Histogram histogram;
  private final Facets facets;
  private final JsonMapper json;
  private final Privacy privacy;

  ExecutionsController(
      TenantTransactions transactions,
      Clock clock,
      ExecutionList list,
      SortedList sorted,
      ExecutionViews views,
      Histogram histogram,
      Facets facets,
      JsonMapper json,
      Privacy privacy) {
    this.transactions = transactions;
    this.clock = clock;
    this.list = list;
    this.sorted = sorted;
    this.views = views;
    this.histogram = histogram;
    this.facets = facets;
    this.json = json;
    this.privacy = privacy;
  }

  @GetMapping
  @Operation(
      summary = "Executions, newest first or sorted by a value",
      description =
          "Runs whose value is not known come last. A page may hold fewer than `limit` items and"
              + " still have a `nextCursor`: the search then stopped at `scannedTo`.")
  @ExecutionParameters
  @Parameter(
      name = "sort",
      in = ParameterIn.QUERY,
      schema =
          @Schema(
              allowableValues = {
                "startedAt",
                "-startedAt",
                "durationMs",
                "-durationMs",
                "costUsd",
                "-costUsd",
                "tokens",
                "-tokens"
              },
              defaultValue = "-startedAt"))
  @Parameter(name = "cursor", in = ParameterIn.QUERY)
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Page<ExecutionView> list(
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> given) {
    Parameters parameters = new Parameters(given, clock.instant());
    ExecutionFilter filter = ExecutionFilter.of(parameters, privacy, Visibility.words());
    Sorting sorting = Sorting.of(parameters);
    boolean newestFirst = sorting.equals(Sorting.NEWEST_FIRST);
    Position cursor = newestFirst ? parameters.cursor() : null;
    SortedPlace place = newestFirst ? null : place(parameters, sorting);
    int limit = parameters.limit(50, MOST);
    parameters.done();
    return transactions.read(() ->
        views(
            newestFirst
                ? list.page(filter, cursor, limit)
                : sorted.page(filter, sorting, place, limit)));
  }

  private static @Nullable SortedPlace place(Parameters parameters, Sorting sorting) {
    return parameters.parsed(
        "cursor",
        "is the nextCursor of an earlier answer with the same `sort`",
        text -> SortedPlace.parse(sorting, text));
  }

  @GetMapping("/histogram")
  @Operation(summary = "Executions of a filter, counted by time")
  @ExecutionParameters
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Histogram.Answer histogram(
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> given) {
    return over(given, histogram::of);
  }

  @GetMapping("/facets")
  @Operation(
      summary = "What failed executions of a filter share that the others do not",
      description = "A condition on success is ignored: failed and succeeded runs are compared.")
  @ExecutionParameters
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Facets.Answer facets(
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> given) {
    return over(given, facets::of);
  }

  /// Pages are read one after the other, each in a short transaction of its own, and written as the
  /// client takes them: a slow client holds no connection to the database.
  @GetMapping("/export")
  @Operation(summary = "All executions of a filter as NDJSON, one on each line, newest first")
  @ExecutionParameters
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_NDJSON_VALUE,
              schema = @Schema(implementation = ExecutionView.class)))
  @ApiResponse(responseCode = "400", ref = "Problem")
  void export(
      @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> given,
      HttpServletResponse response)
      throws IOException {
    Parameters parameters = new Parameters(given, clock.instant());
    ExecutionFilter filter = ExecutionFilter.of(parameters, privacy, Visibility.words());
    parameters.done();
    Page<ExecutionView> page = transactions.read(() -> views(list.page(filter, null, EXPORTED)));
    response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
    response.setHeader("Content-Disposition", "attachment; filename=\"executions.ndjson\"");
    while (true) {
      for (ExecutionView execution : page.items()) {
        response.getOutputStream().write(json.writeValueAsBytes(execution));
        response.getOutputStream().write(NEW_LINE);
      }
      response.flushBuffer();
      if (page.nextCursor() == null) {
        return;
      }
      Position next = Position.parse(page.nextCursor());
      page = transactions.read(() -> views(list.page(filter, next, EXPORTED)));
    }
  }

  private <T> T over(MultiValueMap<String, String> given, Function<ExecutionFilter, T> question) {
    Parameters parameters = new Parameters(given, clock.instant());
    ExecutionFilter filter = ExecutionFilter.of(parameters, privacy, Visibility.words());
    parameters.done();
    return transactions.read(() -> question.apply(filter));
  }

  private Page<ExecutionView> views(Page<ExecutionRow> page) {
    return new Page<>(
        views.of(page.items(), Visibility.bodies()), page.nextCursor(), page.scannedTo());
  }
}
