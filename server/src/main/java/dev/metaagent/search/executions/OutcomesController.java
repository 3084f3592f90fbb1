package dev.metaagent.search.executions;

import dev.metaagent.executions.Evidence;
import dev.metaagent.kernel.ExecutionId;
import dev.metaagent.kernel.Page;
import dev.metaagent.search.query.RecordedOutcomes;
import dev.metaagent.search.query.Visibility;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// What is known about the success of one execution.
@RestController
@Tag(name = "Executions")
class OutcomesController {

  /// One piece of evidence.
  ///
  /// @param id `declared` for what the run itself said, `status` for how it ended
  /// @param comment null for a viewer
  /// @param best whether it is the one that decides
  @Schema(name = "ExecutionOutcome")
  record Item(
      String id,
      @Schema(example = "reply_received") String kind,
      @Nullable Boolean success,
      @Schema(allowableValues = {"outcome", "person", "downstream", "judge", "detector", "status"})
          String source,
      @Nullable Double confidence,
      @Nullable BigDecimal value,
      @Nullable String comment,
      @Nullable String by,
      Instant at,
      Instant receivedAt,
      boolean best) {

    static Item of(Evidence evidence, Optional<Evidence> best, boolean bodies) {
      return new Item(
          evidence.id(),
          evidence.kind(),
          evidence.success(),
          evidence.source().wire(),
          evidence.confidence(),
          evidence.value(),
          bodies ? evidence.comment() : null,
          evidence.by(),
          evidence.at(),
          evidence.receivedAt(),
          best.filter(evidence::equals).isPresent());
    }
  }

  private final TenantTransactions transactions;
  private final OneExecution one;
  private final RecordedOutcomes outcomes;

  OutcomesController(TenantTransactions transactions, OneExecution one, RecordedOutcomes outcomes) {
    this.transactions = transactions;
    this.one = one;
    this.outcomes = outcomes;
  }

  @GetMapping("/api/v1/executions/{id}/outcomes")
  @Operation(
      summary = "All evidence of the success of one execution, the most trusted first",
      description =
          "Outcomes, judgements of people and other systems, what the run declared, and its status."
              + " A viewer sees no comments.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Page<Item> outcomes(@Parameter(schema = @Schema(type = "string")) @PathVariable String id) {
    ExecutionId execution = ActionsController.executionId(id);
    boolean bodies = Visibility.bodies();
    List<Evidence> all = transactions.read(() -> outcomes.of(one.require(execution)));
    Optional<Evidence> best = Evidence.best(all);
    List<Item> items =
        all.stream()
            .sorted(Evidence.MOST_BELIEVED_FIRST)
            .map(evidence -> Item.of(evidence, best, bodies))
            .toList();
    return Page.of(items, null);
  }
}
