package dev.metaagent.registry;

import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.AgentName;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What people change about agents: name, owner, archive, and which names are one agent. Every
/// change has a reason and an entry in the journal.
@Component
public class AgentEdits {

  private final EditStore store;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final ApplicationEventPublisher events;
  private final JsonMapper json;
  private final Clock clock;

  AgentEdits(
      EditStore store,
      TenantTransactions transactions,
      Journal journal,
      ApplicationEventPublisher events,
      JsonMapper json,
      Clock clock) {
    this.store = store;
    this.transactions = transactions;
    this.journal = journal;
    this.events = events;
    this.json = json;
    this.clock = clock;
  }

  AgentRecord edit(AgentId id, AgentEdit edit, String reason, String actor) {
    return transactions.write(() -> {
      AgentRecord before = find(id).agent();
      String name = edit.name();
      if (name != null && store.taken(id, AgentName.normalise(name))) {
        throw new MetaAgentException(
            ErrorCode.CONFLICT,
            "Another agent has the name " + name + ". Merge the two instead of renaming one.");
      }
      store.edit(id, edit, now());
      AgentRecord after = find(id).agent();
      journal.write(new Change(actor, "agent.edit", "agent " + id, reason, diff(before, after)));
      return after;
    });
  }

  /// Makes the runs of one agent the runs of another, those to come and those that were.
  AgentRecord merge(AgentId id, AgentId into, String reason, String actor) {
    return transactions.write(() -> {
      store.lockAll(id, into);
      EditStore.Row from = find(id);
      EditStore.Row target = find(into);
      refuse(id.equals(into), "An agent cannot be merged into itself.");
      refuse(
          from.unnamed() || target.unnamed(),
          "The agent that collects runs without a name of their own cannot be merged.");
      refuse(
          from.agent().mergedInto() != null,
          from.agent().name() + " is merged already. Undo that first.");
      refuse(
          target.agent().mergedInto() != null,
          target.agent().name() + " is itself merged into another agent.");
      refuse(
          !from.agent().aliases().isEmpty(),
          "Other names are merged into "
              + from.agent().name()
              + ". Undo those merges first, or merge the other way round.");
      store.merge(id, into, now());
      journal.write(
          new Change(actor, "agent.merge", "agent " + id + " into agent " + into, reason));
      promptsMoved(id, into);
      return find(into).agent();
    });
  }

  /// Makes a merged agent one of its own again.
  AgentRecord part(AgentId id, String reason, String actor) {
    return transactions.write(() -> {
      EditStore.Row row = find(id);
      UUID into = row.agent().mergedInto();
      if (into == null) {
        throw new MetaAgentException(ErrorCode.CONFLICT, row.agent().name() + " is not merged.");
      }
      store.merge(id, null, null);
      journal.write(new Change(actor, "agent.part", "agent " + id + " from agent " + into, reason));
      promptsMoved(id, new AgentId(into));
      return find(id).agent();
    });
  }

  /// The prompts of a name are those of the agent that it is merged into.
  private void promptsMoved(AgentId id, AgentId into) {
    events.publishEvent(new ProductionPromptChanged(id));
    events.publishEvent(new ProductionPromptChanged(into));
  }

  AgentRecord get(AgentId id) {
    return transactions.write(() -> find(id).agent());
  }

  /// Runs several changes as one.
  AgentRecord together(Supplier<AgentRecord> changes) {
    return transactions.write(changes);
  }

  private EditStore.Row find(AgentId id) {
    return store.lock(id).orElseThrow(() -> MetaAgentException.notFound("agent " + id));
  }

  private static void refuse(boolean wrong, String why) {
    if (wrong) {
      throw new MetaAgentException(ErrorCode.CONFLICT, why);
    }
  }

  private String diff(AgentRecord before, AgentRecord after) {
    Map<String, Object> changed = new LinkedHashMap<>();
    note(changed, "name", before.name(), after.name());
    note(changed, "owner", before.owner(), after.owner());
    note(changed, "archived", before.archivedAt() != null, after.archivedAt() != null);
    return json.writeValueAsString(changed);
  }

  private static void note(
      Map<String, Object> changed, String field, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      changed.put(field, Arrays.asList(before, after));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
