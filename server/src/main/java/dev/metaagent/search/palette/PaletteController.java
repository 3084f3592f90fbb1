package dev.metaagent.search.palette;

import dev.metaagent.kernel.Page;
import dev.metaagent.search.filter.Parameters;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// One search over agents, versions, prompts, users, sessions and runs.
@RestController
@Tag(name = "Executions")
class PaletteController {

  private static final int USUAL = 12;
  private static final int MOST = 50;

  private final TenantTransactions transactions;
  private final PaletteSearch search;
  private final Clock clock;

  PaletteController(TenantTransactions transactions, PaletteSearch search, Clock clock) {
    this.transactions = transactions;
    this.search = search;
    this.clock = clock;
  }

  @GetMapping("/api/v1/search")
  @Operation(
      summary = "Agents, versions, prompts, users, sessions and runs that a text may mean",
      description =
          "Names of agents, versions and prompts that hold the text, ids of users, sessions and"
              + " traces that begin with it (traces: from 6 hex digits on), and runs of the last"
              + " week that hold its words. A viewer finds nothing of bodies.")
  @Parameter(name = "q", in = ParameterIn.QUERY, required = true, example = "v14")
  @Parameter(
      name = "limit",
      in = ParameterIn.QUERY,
      schema = @Schema(type = "integer", minimum = "1", maximum = "50", defaultValue = "12"))
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Page<Hit> search(@Parameter(hidden = true) @RequestParam MultiValueMap<String, String> given) {
    Instant now = clock.instant();
    Parameters parameters = new Parameters(given, now);
    String asked = parameters.text("q");
    int limit = parameters.limit(USUAL, MOST);
    parameters.done();
    String text = stripped(asked);
    List<Hit> hits =
        text.isEmpty() ? List.of() : transactions.read(() -> search.of(text, limit, now));
    return Page.of(hits, null);
  }

  private static String stripped(@Nullable String text) {
    return text == null ? "" : text.strip();
  }
}
