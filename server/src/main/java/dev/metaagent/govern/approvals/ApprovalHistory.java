package dev.metaagent.govern.approvals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.statistics.Rate;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What was decided before, over HTTP: beside one question, and of a day.
@RestController
@RequestMapping("/api/v1/approvals")
@Tag(name = "Approvals")
class ApprovalHistory {

  private static final int RULE_DAYS = 30;

  /// As long as questions are kept.
  private static final int TOOL_DAYS = 90;

  private static final int EARLIER = 5;

  /// What was decided before about questions like one.
  ///
  /// @param rule the other questions of the same rule; null: the question names no rule
  /// @param tool earlier questions about the same tool of the same agent
  /// @param earlier the newest of these that are over
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "ApprovalHistory")
  record Before(@Nullable Answers rule, Answers tool, List<ApprovalCountStore.Earlier> earlier) {}

  /// How questions were answered.
  ///
  /// @param days how far back they were counted
  /// @param unanswered those that expired
  /// @param approvedShare of those that are over
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "ApprovalAnswers")
  record Answers(
      int days,
      long asked,
      long approved,
      long denied,
      long unanswered,
      long waiting,
      Share approvedShare) {

    static Answers of(int days, ApprovalCountStore.Counts counts) {
      long over = counts.approved() + counts.denied() + counts.expired();
      return new Answers(
          days,
          over + counts.waiting(),
          counts.approved(),
          counts.denied(),
          counts.expired(),
          counts.waiting(),
          Share.of(Rate.of(counts.approved(), counts.denied() + counts.expired(), 0)));
    }
  }

  /// A share with its 95 % interval (Wilson score).
  ///
  /// @param value null: there are none
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "ApprovalShare")
  record Share(@Nullable Double value, @Nullable Double low, @Nullable Double high, long n) {
    static Share of(Rate rate) {
      return new Share(rate.value(), rate.low(), rate.high(), rate.n());
    }
  }

  /// How many questions wait, and what ended since a time.
  ///
  /// @param ended those that are over: approved, denied or unanswered
  /// @param medianDecisionMs half of the decisions took at most this long; null: nobody decided
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @Schema(name = "ApprovalSummary")
  record Summary(
      long waiting,
      Instant since,
      long ended,
      long approved,
      long denied,
      long unanswered,
      @Nullable Long medianDecisionMs) {}

  private final ApprovalStore store;
  private final ApprovalCountStore counts;
  private final TenantTransactions transactions;
  private final Clock clock;

  ApprovalHistory(
      ApprovalStore store,
      ApprovalCountStore counts,
      TenantTransactions transactions,
      Clock clock) {
    this.store = store;
    this.counts = counts;
    this.transactions = transactions;
    this.clock = clock;
  }

  @GetMapping("/{id}/history")
  @Operation(
      summary = "What was decided before about questions like this one",
      description =
          "Other questions of its rule in 30 days, and earlier ones about the same tool of the same"
              + " agent in 90 days.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  Before history(@PathVariable UUID id) {
    Instant now = clock.instant();
    return transactions.read(() -> {
      Approval asked =
          store.find(id).orElseThrow(() -> MetaAgentException.notFound("approval " + id));
      Instant toolSince = now.minus(Duration.ofDays(TOOL_DAYS));
      return new Before(
          asked.ruleId() == null
              ? null
              : Answers.of(
                  RULE_DAYS, counts.ofRule(asked, now.minus(Duration.ofDays(RULE_DAYS)), now)),
          Answers.of(TOOL_DAYS, counts.ofTool(asked, toolSince, now)),
          counts.newestOfTool(asked, toolSince, now, EARLIER));
    });
  }

  @GetMapping("/summary")
  @Operation(summary = "How many questions wait, and what was decided since a time")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Summary summary(
      @Schema(description = "default: 24 hours ago; at most 90 days ago")
          @RequestParam(required = false)
          @Nullable Instant since) {
    Instant now = clock.instant();
    Instant from = since == null ? now.minus(Duration.ofDays(1)) : since;
    if (from.isAfter(now) || from.isBefore(now.minus(Duration.ofDays(TOOL_DAYS)))) {
      throw MetaAgentException.invalid("since", "a time in the last " + TOOL_DAYS + " days");
    }
    Instant kept = from.truncatedTo(ChronoUnit.MICROS);
    return transactions.read(() -> {
      ApprovalCountStore.Ended ended = counts.endedSince(kept, now);
      return new Summary(
          store.open(now),
          kept,
          ended.approved() + ended.denied() + ended.expired(),
          ended.approved(),
          ended.denied(),
          ended.expired(),
          ended.medianMs());
    });
  }
}
