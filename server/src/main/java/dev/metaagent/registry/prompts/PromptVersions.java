package dev.metaagent.registry.prompts;

import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.audit.TypedText;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.registry.Agents;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Creates prompts and adds versions to them. A version that says what the newest one says is that
/// one.
@Component
class PromptVersions {

  private static final int MOST_PROMPTS = 1_000;
  private static final int MOST_VERSIONS = 10_000;

  /// A version that somebody wants to add.
  ///
  /// @param agent the id or name of the agent whose prompt it is; null: not said
  /// @param parent the version that it was made from; null: not said
  record Wanted(
      @Nullable String name,
      @Nullable String agent,
      PromptContent content,
      @Nullable Integer parent,
      @Nullable String reason) {}

  /// The version that says what was wanted.
  ///
  /// @param made false: the newest version says the same, nothing was written
  record Added(PromptVersion version, boolean made) {}

  private final PromptStore prompts;
  private final PromptVersionStore versions;
  private final Agents agents;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final TypedText typed;
  private final JsonMapper json;
  private final Clock clock;

  PromptVersions(
      PromptStore prompts,
      PromptVersionStore versions,
      Agents agents,
      TenantTransactions transactions,
      Journal journal,
      TypedText typed,
      JsonMapper json,
      Clock clock) {
    this.prompts = prompts;
    this.versions = versions;
    this.agents = agents;
    this.transactions = transactions;
    this.journal = journal;
    this.typed = typed;
    this.json = json;
    this.clock = clock;
  }

  /// Creates a prompt with its first version, and answers its name.
  String create(Wanted wanted, String actor) {
    String name = PromptName.ofNew(wanted.name(), typed);
    return transactions.write(() -> {
      long count = prompts.lockNames();
      if (prompts.lock(name).isPresent()) {
        throw conflict("There is a prompt " + name + ". Add a version to it.");
      }
      begin(name, count, wanted, actor);
      return name;
    });
  }

  /// Adds a version to a prompt, which is created if there is none of that name.
  Added add(Wanted wanted, String actor) {
    return transactions.write(() -> {
      Optional<String> known = PromptName.of(wanted.name());
      Optional<PromptStore.Locked> prompt = known.flatMap(prompts::lock);
      if (prompt.isEmpty()) {
        String name = PromptName.ofNew(wanted.name(), typed);
        long count = prompts.lockNames();
        prompt = prompts.lock(name);
        if (prompt.isEmpty()) {
          return new Added(begin(name, count, wanted, actor), true);
        }
      }
      return follow(prompt.get(), wanted, actor);
    });
  }

  private PromptVersion begin(String name, long count, Wanted wanted, String actor) {
    if (count >= MOST_PROMPTS) {
      throw conflict("The organization has " + MOST_PROMPTS + " prompts, which is the limit.");
    }
    checkParent(wanted.parent(), 0);
    AgentId agent = agent(wanted.agent());
    prompts.add(name, agent, actor, now());
    PromptVersion made = version(1, wanted, actor);
    versions.add(name, made);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("agent", agent == null ? null : agent.toString());
    details.put("version", made.version());
    details.put("contentHash", made.contentHash());
    note("prompt.create", name, wanted.reason(), details, actor);
    return made;
  }

  private Added follow(PromptStore.Locked prompt, Wanted wanted, String actor) {
    String name = prompt.name();
    AgentId agent = agent(wanted.agent());
    if (agent != null && !agent.equals(prompt.agent())) {
      throw conflict("The prompt " + name + " is one of another agent; it cannot change hands.");
    }
    checkParent(wanted.parent(), prompt.latest());
    PromptVersion made = version(prompt.latest() + 1, wanted, actor);
    PromptVersion newest = versions.one(name, prompt.latest()).orElseThrow();
    if (newest.contentHash().equals(made.contentHash())) {
      return new Added(newest, false);
    }
    if (prompt.latest() >= MOST_VERSIONS) {
      throw conflict(
          "The prompt " + name + " has " + MOST_VERSIONS + " versions, which is the limit.");
    }
    versions.add(name, made);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("version", made.version());
    details.put("parent", made.parent());
    details.put("contentHash", made.contentHash());
    note("prompt.version", name, wanted.reason(), details, actor);
    return new Added(made, true);
  }

  private PromptVersion version(int number, Wanted wanted, String actor) {
    PromptContent content = wanted.content();
    String reason = wanted.reason();
    return new PromptVersion(
        number,
        content.content(),
        content.variables(),
        content.model(),
        content.parameters(),
        content.tools(),
        actor,
        now(),
        reason == null ? null : typed.clean(Tenant.current(), reason),
        wanted.parent(),
        ContentHash.of(content));
  }

  private static void checkParent(@Nullable Integer parent, int latest) {
    if (parent != null && (parent < 1 || parent > latest)) {
      throw MetaAgentException.invalid("parent", "a version of this prompt");
    }
  }

  private @Nullable AgentId agent(@Nullable String idOrName) {
    return idOrName == null ? null : prompts.merged(agents.meantOrNew(idOrName, clock.instant()));
  }

  private void note(
      String action,
      String name,
      @Nullable String reason,
      Map<String, Object> details,
      String actor) {
    journal.write(
        new Change(actor, action, "prompt " + name, reason, json.writeValueAsString(details)));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static MetaAgentException conflict(String why) {
    return new MetaAgentException(ErrorCode.CONFLICT, why);
  }
}
