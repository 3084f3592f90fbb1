package dev.metaagent.govern.approvals;

import dev.metaagent.access.Principal;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.AgentName;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.privacy.Privacy;
import dev.metaagent.registry.Agents;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Takes questions of SDKs. An SDK asks again until it has an answer: the same question under the
/// same id is the same approval.
@Component
class ApprovalQuestions {

  private static final int MOST_OPEN = 1_000;
  private static final Duration LATER = Duration.ofSeconds(10);

  /// A question as it was sent and checked.
  ///
  /// @param agent id or name
  record Question(
      UUID id,
      String agent,
      @Nullable String executionId,
      String tool,
      @Nullable JsonNode arguments,
      @Nullable String ruleId,
      Instant expiresAt) {}

  /// A question as it is kept.
  ///
  /// @param added whether it was not there before
  record Taken(Approval approval, boolean added) {}

  private final ApprovalStore store;
  private final AskedArguments arguments;
  private final ApprovalMessages messages;
  private final AskedRules rules;
  private final Agents agents;
  private final Privacy privacy;
  private final TenantTransactions transactions;
  private final Clock clock;

  ApprovalQuestions(
      ApprovalStore store,
      AskedArguments arguments,
      ApprovalMessages messages,
      AskedRules rules,
      Agents agents,
      Privacy privacy,
      TenantTransactions transactions,
      Clock clock) {
    this.store = store;
    this.arguments = arguments;
    this.messages = messages;
    this.rules = rules;
    this.agents = agents;
    this.privacy = privacy;
    this.transactions = transactions;
    this.clock = clock;
  }

  Taken ask(Question question, Principal caller) {
    JsonNode clean = arguments.storable(question.arguments());
    String tool = privacy.id(question.tool());
    String execution = privacy.known(question.executionId());
    requireOwn(question.agent(), caller);
    return transactions.write(() -> {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      AgentId agent = agents.meantOrNew(question.agent(), now);
      AskedRules.Found rule = rules.find(agent, question.ruleId(), question.arguments());
      Approval asked =
          new Approval(
                  question.id(),
                  agent,
                  execution,
                  tool,
                  clean,
                  question.ruleId(),
                  rule.reason(),
                  rule.rule(),
                  ApprovalState.PENDING,
                  now,
                  question.expiresAt().truncatedTo(ChronoUnit.MICROS),
                  caller.keyId(),
                  null,
                  null,
                  null)
              .at(now);
      return store
          .find(question.id())
          .map(known -> known(known, asked, now))
          .orElseGet(() -> add(asked, now));
    });
  }

  private Taken add(Approval asked, Instant now) {
    boolean waits = asked.state() == ApprovalState.PENDING;
    if (waits && store.open(now) >= MOST_OPEN) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED,
          MOST_OPEN + " questions wait for people already; ask again when some are decided.",
          LATER);
    }
    if (!store.add(asked)) {
      // the same id was asked at the same moment
      return known(store.find(asked.id()).orElseThrow(), asked, now);
    }
    if (!waits) {
      messages.ended(asked.agent(), asked.id(), asked.state(), null);
    }
    return new Taken(asked, true);
  }

  private Taken known(Approval known, Approval asked, Instant now) {
    if (!store.isSame(asked)) {
      throw new MetaAgentException(
          ErrorCode.CONFLICT, "Another question has the id " + asked.id() + " already.");
    }
    return new Taken(known.at(now), false);
  }

  /// A key that is bound to agents asks for these only.
  private void requireOwn(String agent, Principal caller) {
    if (caller.agents().isEmpty()) {
      return;
    }
    String name = agent;
    if (isId(agent)) {
      AgentId id = AgentId.parse(agent);
      Map<AgentId, String> names = transactions.read(() -> agents.names(Set.of(id)));
      name = Objects.requireNonNullElse(names.get(id), "");
    }
    String normal = AgentName.normalise(name);
    boolean own = caller.agents().stream().map(AgentName::normalise).anyMatch(normal::equals);
    if (name.isBlank() || !own) {
      throw new MetaAgentException(
          ErrorCode.FORBIDDEN, "This key is bound to agents, of which " + agent + " is none.");
    }
  }

  private static boolean isId(String agent) {
    try {
      return AgentId.parse(agent).toString().length() == agent.length();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
