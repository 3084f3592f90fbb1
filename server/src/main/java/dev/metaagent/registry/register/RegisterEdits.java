package dev.metaagent.registry.register;

import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.audit.TypedText;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.registry.RegisterEdit;
import dev.metaagent.registry.RegisterPort;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Changes of entries in the register. What an entry says of its agent is changed by developers; a
/// review is made by administrators, has a moment, a person and a reason, and covers what the agent
/// is known to use at that moment. Each change has an entry in the journal.
@Component
class RegisterEdits implements RegisterPort {

  private static final Duration LONGEST = Duration.ofDays(3_660);

  private final RegisterStore store;
  private final UseStore uses;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final TypedText typed;
  private final JsonMapper json;
  private final Clock clock;

  RegisterEdits(
      RegisterStore store,
      UseStore uses,
      TenantTransactions transactions,
      Journal journal,
      TypedText typed,
      JsonMapper json,
      Clock clock) {
    this.store = store;
    this.uses = uses;
    this.transactions = transactions;
    this.journal = journal;
    this.typed = typed;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public void change(AgentId agent, RegisterEdit wanted, String reason, Principal caller) {
    if (wanted.reviews() && !caller.role().covers(Role.ADMIN)) {
      throw new MetaAgentException(
          ErrorCode.FORBIDDEN, "Only an administrator reviews an agent, or says until when.");
    }
    transactions.write(() -> {
      RegisterStore.Locked before =
          store.lock(agent).orElseThrow(() -> MetaAgentException.notFound("agent " + agent));
      if (before.mergedInto() != null) {
        throw new MetaAgentException(
            ErrorCode.CONFLICT,
            before.name() + " is merged into " + before.mergedInto() + ", whose entry counts.");
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      if (wanted.describes()) {
        describe(agent, before.description(), wanted, reason, caller, now);
      }
      if (wanted.reviews()) {
        review(agent, before.reviewed(), wanted, reason, caller, now);
      }
      return true;
    });
  }

  private void describe(
      AgentId agent,
      RegisterStore.Description before,
      RegisterEdit wanted,
      String reason,
      Principal caller,
      Instant now) {
    RegisterStore.Description after = new SentDescription(this::clean).over(before, wanted);
    Map<String, Object> changed = new LinkedHashMap<>();
    note(changed, "purpose", before.purpose(), after.purpose());
    note(changed, "team", before.team(), after.team());
    note(changed, "dataClasses", before.dataClasses(), after.dataClasses());
    note(changed, "risk", wire(before.risk()), wire(after.risk()));
    if (!changed.isEmpty()) {
      store.describe(agent, after, now, caller.name());
      write("agent.register", agent, reason, caller, changed);
    }
  }

  private void review(
      AgentId agent,
      RegisterStore.Reviewed before,
      RegisterEdit wanted,
      String reason,
      Principal caller,
      Instant now) {
    RegisterStore.Reviewed after = reviewed(before, wanted, reason, caller, now);
    if (after.equals(before)) {
      return;
    }
    Map<String, Object> changed = new LinkedHashMap<>();
    if (wanted.review() != null) {
      changed.put("review", Arrays.asList(before.review().wire(), after.review().wire()));
    }
    note(changed, "reviewedUntil", text(before.until()), text(after.until()));
    store.review(agent, after);
    if (wanted.review() != null) {
      if (after.review() == Review.UNREVIEWED) {
        uses.uncover(agent);
      } else {
        RegisterEntry.Counts covered =
            uses.counts(agent).getOrDefault(agent, UseStore.Tally.NONE).known();
        uses.cover(agent);
        changed.put("covers", covered);
      }
    }
    write("agent.review", agent, reason, caller, changed);
  }

  private RegisterStore.Reviewed reviewed(
      RegisterStore.Reviewed before,
      RegisterEdit wanted,
      String reason,
      Principal caller,
      Instant now) {
    Instant until = until(wanted.reviewedUntil(), now);
    String review = wanted.review();
    Review state = review == null ? before.review() : Review.parse(review);
    if (state == Review.UNREVIEWED) {
      if (until != null) {
        throw MetaAgentException.invalid("reviewedUntil", "is of a review, and there is none");
      }
      return before.review() == Review.UNREVIEWED
          ? before
          : new RegisterStore.Reviewed(state, now, caller.name(), clean(reason), null);
    }
    return review == null
        ? new RegisterStore.Reviewed(state, before.at(), before.by(), before.reason(), until)
        : new RegisterStore.Reviewed(state, now, caller.name(), clean(reason), until);
  }

  private String clean(String text) {
    return typed.clean(Tenant.current(), text);
  }

  private static @Nullable Instant until(@Nullable String text, Instant now) {
    if (text == null || text.isBlank()) {
      return null;
    }
    Instant until;
    try {
      until = OffsetDateTime.parse(text.strip()).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw MetaAgentException.invalid("reviewedUntil", "a time in RFC 3339, or an empty text");
    }
    if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
      throw MetaAgentException.invalid("reviewedUntil", "in the future, at most ten years ahead");
    }
    return until;
  }

  private void write(
      String action, AgentId agent, String reason, Principal caller, Map<String, Object> changed) {
    journal.write(
        new Change(
            caller.name(), action, "agent " + agent, reason, json.writeValueAsString(changed)));
  }

  private static void note(
      Map<String, Object> changed, String field, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      changed.put(field, Arrays.asList(before, after));
    }
  }

  private static @Nullable String wire(@Nullable Risk risk) {
    return risk == null ? null : risk.wire();
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
