package dev.metaagent.govern.approvals;

import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.audit.TypedText;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Decides questions. Of several people who decide at once, one wins.
@Component
class ApprovalDecisions {

  private final ApprovalStore store;
  private final DecisionLinkStore links;
  private final ApprovalMessages messages;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final TypedText typed;
  private final JsonMapper json;
  private final Clock clock;

  ApprovalDecisions(
      ApprovalStore store,
      DecisionLinkStore links,
      ApprovalMessages messages,
      TenantTransactions transactions,
      Journal journal,
      TypedText typed,
      JsonMapper json,
      Clock clock) {
    this.store = store;
    this.links = links;
    this.messages = messages;
    this.transactions = transactions;
    this.journal = journal;
    this.typed = typed;
    this.json = json;
    this.clock = clock;
  }

  Approval approve(UUID id, String reason, String actor) {
    return decide(id, ApprovalState.APPROVED, "approval.approve", reason, actor);
  }

  Approval deny(UUID id, String reason, String actor) {
    return decide(id, ApprovalState.DENIED, "approval.deny", reason, actor);
  }

  /// Decides by a link, which is used up with it.
  ///
  /// @param by who, as the question and the journal name the person
  Approval decide(DecisionToken token, boolean approve, String reason, String by) {
    return transactions.write(() -> {
      Approval decided =
          approve ? approve(token.approval(), reason, by) : deny(token.approval(), reason, by);
      if (!links.use(token, clock.instant())) {
        throw new MetaAgentException(ErrorCode.CONFLICT, "The link was used before.");
      }
      return decided;
    });
  }

  private Approval decide(
      UUID id, ApprovalState state, String action, String reason, String actor) {
    String clean = typed.clean(Tenant.current(), reason);
    return transactions.write(() -> {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      if (!store.decide(id, state, actor, clean, now)) {
        throw refusal(id, now);
      }
      Approval decided = store.find(id).orElseThrow();
      journal.write(new Change(actor, action, "approval " + id, reason, details(decided)));
      messages.ended(decided.agent(), id, state, clean);
      return decided;
    });
  }

  private MetaAgentException refusal(UUID id, Instant now) {
    String state =
        store
            .find(id)
            .orElseThrow(() -> MetaAgentException.notFound("approval " + id))
            .at(now)
            .state()
            .wire();
    return new MetaAgentException(
        ErrorCode.CONFLICT,
        "Approval " + id + " is " + state + " already.",
        List.of(new FieldError("state", state)),
        null,
        null);
  }

  private String details(Approval decided) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("agent", decided.agent().toString());
    details.put("tool", decided.tool());
    if (decided.ruleId() != null) {
      details.put("rule", decided.ruleId());
    }
    return json.writeValueAsString(details);
  }
}
