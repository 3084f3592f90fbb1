package dev.metaagent.registry.register;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// The register of agents over HTTP.
@RestController
@Tag(
    name = "Register",
    description = "What each agent is for, how it was reviewed, and what is new since")
class RegisterController {

  private static final int USUAL = 100;
  private static final int MOST = 500;
  private static final int TOGETHER = 50;

  private final RegisterReport report;
  private final JsonMapper json;
  private final Clock clock;

  RegisterController(RegisterReport report, JsonMapper json, Clock clock) {
    this.report = report;
    this.json = json;
    this.clock = clock;
  }

  /// An export of the register.
  @Schema(name = "RegisterExport")
  record Export(Instant exportedAt, List<RegisterDetail> agents) {}

  @GetMapping("/api/v1/agents/{id}/register")
  @Operation(
      summary = "The entry of an agent in the register, and what is new since its review",
      description =
          "Tools, models and versions of prompts that became known after the review. They are noted"
              + " when a run ends, and kept longer than the run. Changed by `PATCH"
              + " /api/v1/agents/{id}`.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  RegisterDetail one(@PathVariable AgentId id) {
    return report.one(id);
  }

  @GetMapping("/api/v1/register")
  @Operation(summary = "The register of all agents")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Page<RegisterEntry> list(
      @Parameter(description = "low, medium, high or unknown") @RequestParam(required = false)
          @Nullable String risk,
      @Parameter(description = "unreviewed, approved or restricted") @RequestParam(required = false)
          @Nullable String review,
      @Parameter(description = "in any case; empty: of no team") @RequestParam(required = false)
          @Nullable String team,
      @Parameter(description = "whether its review held until a time that has passed")
          @RequestParam(required = false)
          @Nullable Boolean overdue,
      @Parameter(description = "true: only archived agents; otherwise only the others")
          @RequestParam(required = false)
          @Nullable Boolean archived,
      @Parameter(
              description =
                  "name, risk, review, reviewedUntil or newUses, with '-' for the greatest first."
                      + " By review, what needs a person comes first: overdue, unreviewed,"
                      + " restricted, approved",
              example = "review")
          @RequestParam(required = false)
          @Nullable String sort,
      @Parameter(description = "nextCursor of the previous page") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 500", example = "100") @RequestParam(required = false)
          @Nullable Integer limit) {
    int most = limit == null ? USUAL : limit;
    if (most < 1 || most > MOST) {
      throw MetaAgentException.invalid("limit", "must be from 1 to " + MOST);
    }
    RegisterSorting sorting = RegisterSorting.parse(sort);
    RegisterPlace after =
        cursor == null || cursor.isEmpty() ? null : RegisterPlace.parse(cursor, sorting);
    return report.page(
        RegisterFilter.of(risk, review, team, overdue, archived), sorting, after, most);
  }

  /// What agents use is read for some of them at a time, each in a short transaction of its own,
  /// and written as the client takes it: a slow client holds no connection to the database.
  @GetMapping("/api/v1/register/export")
  @Operation(
      summary = "The register with everything that is known, as CSV or JSON",
      description =
          "`text/csv` or JSON. In CSV an empty cell is not known, lists are joined by '; ', and a"
              + " text that a spreadsheet would take for a formula begins with an apostrophe.")
  @ApiResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = "text/csv",
            schema =
                @Schema(type = "string", example = "agent,id,risk\n\"Order Desk\",\"9f2c\",high")),
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = Export.class))
      })
  @ApiResponse(responseCode = "400", ref = "Problem")
  void export(
      @Parameter(description = "csv or json", example = "csv") @RequestParam(defaultValue = "csv")
          String format,
      @Parameter(description = "as in the list") @RequestParam(required = false)
          @Nullable String risk,
      @RequestParam(required = false) @Nullable String review,
      @RequestParam(required = false) @Nullable String team,
      @RequestParam(required = false) @Nullable Boolean overdue,
      @RequestParam(required = false) @Nullable Boolean archived,
      @RequestParam(required = false) @Nullable String sort,
      HttpServletResponse response)
      throws IOException {
    boolean csv = format.equals("csv");
    if (!csv && !format.equals("json")) {
      throw MetaAgentException.invalid("format", "must be csv or json");
    }
    List<RegisterEntry> entries =
        report.all(
            RegisterFilter.of(risk, review, team, overdue, archived), RegisterSorting.parse(sort));
    Instant now = clock.instant();
    response.setContentType(csv ? "text/csv;charset=UTF-8" : MediaType.APPLICATION_JSON_VALUE);
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"agent-register-%s.%s\""
            .formatted(LocalDate.ofInstant(now, ZoneOffset.UTC), format));
    write(response, csv ? RegisterCsv.head() : "{\"exportedAt\":\"" + now + "\",\"agents\":[");
    String between = "";
    for (int from = 0; from < entries.size(); from += TOGETHER) {
      List<RegisterEntry> some = entries.subList(from, Math.min(entries.size(), from + TOGETHER));
      for (RegisterDetail row : report.details(some)) {
        write(response, csv ? RegisterCsv.line(row) : between + json.writeValueAsString(row));
        between = ",";
      }
      response.flushBuffer();
    }
    write(response, csv ? "" : "]}");
  }

  private static void write(HttpServletResponse response, String text) throws IOException {
    response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }
}
