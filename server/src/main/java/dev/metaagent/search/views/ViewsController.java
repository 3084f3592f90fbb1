package dev.metaagent.search.views;

import dev.metaagent.access.Caller;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.kernel.Page;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.search.filter.Parameters;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Saved views of the organization.
@RestController
@RequestMapping("/api/v1/views")
@Tag(name = "Views")
class ViewsController {

  private static final int MOST = 500;
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_QUERY = 4_000;

  /// What a person says about a view.
  @Schema(name = "ViewRequest")
  record Said(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "Failed email runs")
          @Nullable String name,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "executions")
          @Nullable String page,
      @Schema(example = "agent=Email Writer&failed=true") @Nullable String query) {}

  private record Checked(String name, String page, String query) {}

  private final TenantTransactions transactions;
  private final ViewStore views;
  private final Clock clock;
  private final Privacy privacy;

  ViewsController(TenantTransactions transactions, ViewStore views, Clock clock, Privacy privacy) {
    this.transactions = transactions;
    this.views = views;
    this.clock = clock;
    this.privacy = privacy;
  }

  @GetMapping
  @Operation(summary = "Saved views, by page and name")
  @ApiResponse(responseCode = "200")
  Page<SavedView> list() {
    return Page.of(transactions.read(views::all), null);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Save a view")
  @ApiResponse(responseCode = "201")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "409", ref = "Problem")
  SavedView add(@RequestBody Said said) {
    Checked checked = check(said);
    SavedView view =
        new SavedView(
            UUID.randomUUID(),
            checked.name(),
            checked.page(),
            checked.query(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            Caller.current().name());
    return transactions.write(() -> {
      if (views.count() >= MOST) {
        throw new MetaAgentException(
            ErrorCode.CONFLICT, "there are " + MOST + " saved views; remove one first");
      }
      views.add(view);
      return view;
    });
  }

  @PutMapping("/{id}")
  @Operation(summary = "Change a saved view")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "404", ref = "Problem")
  SavedView change(@PathVariable String id, @RequestBody Said said) {
    Checked checked = check(said);
    UUID view = id(id);
    return transactions.write(() -> {
      if (!views.change(view, checked.name(), checked.page(), checked.query())) {
        throw MetaAgentException.notFound("View " + view);
      }
      return views.one(view).orElseThrow();
    });
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a saved view")
  @ApiResponse(responseCode = "204")
  @ApiResponse(responseCode = "404", ref = "Problem")
  void remove(@PathVariable String id) {
    UUID view = id(id);
    boolean removed = transactions.write(() -> views.remove(view));
    if (!removed) {
      throw MetaAgentException.notFound("View " + view);
    }
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw MetaAgentException.invalid("id", "is a UUID");
    }
  }

  private Checked check(Said said) {
    List<FieldError> errors = new ArrayList<>();
    String name = text("name", said.name(), 1, LONGEST_NAME, errors);
    String page = text("page", said.page(), 1, LONGEST_NAME, errors);
    String query = text("query", said.query(), 0, LONGEST_QUERY, errors);
    if (!errors.isEmpty()) {
      throw new MetaAgentException(
          ErrorCode.INVALID_FIELD, "the view cannot be saved", errors, null, null);
    }
    return new Checked(privacy.text(name), page, privacy.text(query));
  }

  private static String text(
      String field, @Nullable String value, int least, int most, List<FieldError> errors) {
    String text = value == null ? "" : value.strip();
    if (text.length() < least || text.length() > most || !Parameters.storable(text)) {
      errors.add(new FieldError(field, "is a text of " + least + " to " + most + " characters"));
    }
    return text;
  }
}
