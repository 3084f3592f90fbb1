package dev.metaagent.govern.approvals;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.metaagent.access.AccessSettings;
import dev.metaagent.access.Caller;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.audit.Reason;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.Page;
import dev.metaagent.kernel.StorableText;
import dev.metaagent.registry.Agents;
import dev.metaagent.tenancy.TenantTransactions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.JsonNode;

/// Questions of tool rules over HTTP.
@RestController
@RequestMapping("/api/v1/approvals")
@Tag(name = "Approvals", description = "Tool calls that wait, or waited, for a person")
class ApprovalsController {

  private static final int LONGEST = 300;
  private static final int MOST = 200;
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  /// The longest wait, and how far the clock of an SDK may be ahead.
  private static final Duration LONGEST_WAIT = Duration.ofHours(24).plusMinutes(5);

  /// A question of an SDK.
  ///
  /// @param id made by the SDK: the same id again asks nothing new
  /// @param agent its name or its id
  /// @param arguments null: the SDK sends no content
  @Schema(name = "ApprovalQuestion")
  record Asked(
      @Nullable UUID id,
      @Schema(example = "Order Desk") @Nullable String agent,
      @Nullable String executionId,
      @Nullable String tool,
      @Schema(implementation = Object.class, description = "at most 64 KB of JSON")
          @Nullable JsonNode arguments,
      @Nullable String ruleId,
      @Schema(description = "at most 24 hours ahead") @Nullable Instant expiresAt) {}

  /// Why somebody decides so.
  @Schema(name = "ApprovalDecision")
  record Why(@Nullable String reason) {}

  /// For whom a link is made.
  ///
  /// @param person the name that the decision carries; null: whoever uses it types one
  @Schema(name = "ApprovalLinkChange")
  record ForWhom(
      @Schema(name = "for", example = "Dana Okafor") @JsonProperty("for")
          @Nullable String person) {}

  /// A link that decides.
  @Schema(name = "ApprovalLink")
  record Link(
      @Schema(example = "https://metaagent.example.org/decide/AAAA") String url,
      Instant expiresAt) {}

  private final ApprovalQuestions questions;
  private final ApprovalDecisions decisions;
  private final DecisionLinks links;
  private final ApprovalStore store;
  private final Agents agents;
  private final TenantTransactions transactions;
  private final Clock clock;
  private final @Nullable String publicUrl;

  ApprovalsController(
      ApprovalQuestions questions,
      ApprovalDecisions decisions,
      DecisionLinks links,
      ApprovalStore store,
      Agents agents,
      TenantTransactions transactions,
      Clock clock,
      AccessSettings access) {
    this.questions = questions;
    this.decisions = decisions;
    this.links = links;
    this.store = store;
    this.agents = agents;
    this.transactions = transactions;
    this.clock = clock;
    this.publicUrl = access.publicUrl();
  }

  @PostMapping
  @Operation(
      summary = "Ask people about a tool call, as an SDK does",
      description =
          "The same id with the same question answers the same approval. An `expiresAt` that has"
              + " passed answers the state `expired`.")
  @ApiResponse(responseCode = "201")
  @ApiResponse(responseCode = "200", description = "It was asked before")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "403", ref = "Problem")
  @ApiResponse(responseCode = "409", ref = "Problem")
  @ApiResponse(responseCode = "429", ref = "Problem")
  ResponseEntity<ApprovalView> ask(@RequestBody Asked asked) {
    ApprovalQuestions.Taken taken = questions.ask(question(asked), Caller.current());
    return ResponseEntity.status(taken.added() ? HttpStatus.CREATED : HttpStatus.OK)
        .body(view(taken.approval()));
  }

  private ApprovalQuestions.Question question(Asked asked) {
    if (asked.id() == null) {
      throw MetaAgentException.invalid("id", "a UUID");
    }
    Instant expires = asked.expiresAt();
    if (expires == null
        || expires.isBefore(EARLIEST)
        || expires.isAfter(clock.instant().plus(LONGEST_WAIT))) {
      throw MetaAgentException.invalid("expiresAt", "a time at most 24 hours ahead");
    }
    return new ApprovalQuestions.Question(
        asked.id(),
        text("agent", asked.agent()),
        optional("executionId", asked.executionId()),
        text("tool", asked.tool()),
        asked.arguments(),
        optional("ruleId", asked.ruleId()),
        expires);
  }

  private static String text(String field, @Nullable String text) {
    String known = optional(field, text);
    if (known == null || known.isBlank()) {
      throw MetaAgentException.invalid(field, "a text of 1 to " + LONGEST + " characters");
    }
    return known;
  }

  private static @Nullable String optional(String field, @Nullable String text) {
    if (text != null && (text.length() > LONGEST || !StorableText.is(text))) {
      throw MetaAgentException.invalid(field, "a text of at most " + LONGEST + " characters");
    }
    return text;
  }

  @GetMapping
  @Operation(
      summary = "Questions",
      description =
          "Those that wait (`pending`) come soonest to expire first, those that are over"
              + " (`decided`: approved, denied or expired) by when they ended, newest first; others"
              + " by when they were asked, newest first. A viewer sees them without arguments.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Page<ApprovalView> list(
      @Schema(allowableValues = {"pending", "decided", "approved", "denied", "expired"})
          @RequestParam(required = false)
          @Nullable String state,
      @RequestParam(required = false) @Nullable String agent,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > MOST) {
      throw MetaAgentException.invalid("limit", "1 to " + MOST);
    }
    ListedApprovals wanted = ListedApprovals.of(state);
    ApprovalPlace after = ApprovalPlace.parse(wanted.order(), cursor);
    return transactions.read(() -> {
      Optional<AgentId> whose = agent == null ? Optional.empty() : agents.meant(agent);
      if (agent != null && whose.isEmpty()) {
        return Page.of(List.of(), null);
      }
      return page(wanted, whose.orElse(null), after, limit);
    });
  }

  private Page<ApprovalView> page(
      ListedApprovals wanted, @Nullable AgentId agent, ApprovalPlace after, int limit) {
    Instant now = clock.instant();
    List<Approval> found = store.listed(wanted, agent, after, now, limit + 1);
    List<Approval> shown = found.subList(0, Math.min(limit, found.size()));
    Map<AgentId, String> names =
        agents.names(shown.stream().map(Approval::agent).collect(Collectors.toSet()));
    boolean bodies = Caller.current().mayReadBodies();
    return Page.of(
        shown.stream().map(one -> ApprovalView.of(one.at(now), name(names, one), bodies)).toList(),
        found.size() > limit ? ApprovalPlace.of(wanted.order(), shown.getLast()).cursor() : null);
  }

  @GetMapping("/{id}")
  @Operation(
      summary = "One question",
      description =
          "A key of an agent sees only what it asked itself; a viewer sees it without arguments.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  ApprovalView one(@PathVariable UUID id) {
    Principal caller = Caller.current();
    Approval found =
        transactions
            .read(() -> store.find(id))
            .filter(approval ->
                caller.role() != Role.AGENT || Objects.equals(caller.keyId(), approval.askedBy()))
            .orElseThrow(() -> MetaAgentException.notFound("approval " + id));
    return view(found.at(clock.instant()));
  }

  @PostMapping("/{id}/approve")
  @Operation(summary = "Let the call be made")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  @ApiResponse(responseCode = "409", ref = "Problem")
  ApprovalView approve(@PathVariable UUID id, @RequestBody Why why) {
    return view(decisions.approve(id, Reason.required(why.reason()), Caller.current().name()));
  }

  @PostMapping("/{id}/deny")
  @Operation(summary = "Refuse the call")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  @ApiResponse(responseCode = "409", ref = "Problem")
  ApprovalView deny(@PathVariable UUID id, @RequestBody Why why) {
    return view(decisions.deny(id, Reason.required(why.reason()), Caller.current().name()));
  }

  @PostMapping("/{id}/link")
  @Operation(
      summary = "Make a link with which somebody decides without an account",
      description =
          "It opens a page; only the form on it decides. It works once, until the approval expires,"
              + " and while whoever made it is an administrator. Whoever has it can decide.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "404", ref = "Problem")
  @ApiResponse(responseCode = "409", ref = "Problem")
  Link link(@PathVariable UUID id, @RequestBody(required = false) @Nullable ForWhom whom) {
    DecisionLinks.Made made = links.make(id, whom == null ? null : whom.person(), Caller.current());
    return new Link(address() + DecisionPage.PATH + made.token(), made.expiresAt());
  }

  private String address() {
    return publicUrl == null
        ? ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString()
        : publicUrl.replaceAll("/+$", "");
  }

  /// Arguments for whoever may read bodies, and for the key that sent them.
  private ApprovalView view(Approval approval) {
    Principal caller = Caller.current();
    Map<AgentId, String> names = transactions.read(() -> agents.names(Set.of(approval.agent())));
    boolean bodies = caller.mayReadBodies() || caller.role() == Role.AGENT;
    return ApprovalView.of(approval, name(names, approval), bodies);
  }

  private static String name(Map<AgentId, String> names, Approval approval) {
    return names.getOrDefault(approval.agent(), "");
  }
}
