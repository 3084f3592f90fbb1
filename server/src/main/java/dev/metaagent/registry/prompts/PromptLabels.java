package dev.metaagent.registry.prompts;

import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.registry.ProductionPromptChanged;
import dev.metaagent.registry.ProductionPrompts;
import dev.metaagent.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Labels of prompts: each names one version. What agents get follows the label production, which
/// only administrators set, move and remove.
@Component
class PromptLabels {

  private static final int MOST = 50;
  private static final long KIB = 1024;

  /// Bytes of all production prompts in one policy, which every SDK reads at once.
  private static final long MOST_SERVED = 1024 * KIB;

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  private final PromptStore prompts;
  private final LabelStore labels;
  private final ProductionPrompts production;
  private final TenantTransactions transactions;
  private final Journal journal;
  private final ApplicationEventPublisher events;
  private final JsonMapper json;
  private final Clock clock;

  PromptLabels(
      PromptStore prompts,
      LabelStore labels,
      ProductionPrompts production,
      TenantTransactions transactions,
      Journal journal,
      ApplicationEventPublisher events,
      JsonMapper json,
      Clock clock) {
    this.prompts = prompts;
    this.labels = labels;
    this.production = production;
    this.transactions = transactions;
    this.journal = journal;
    this.events = events;
    this.json = json;
    this.clock = clock;
  }

  /// Makes a label name a version.
  PromptSummary set(
      String name, String label, @Nullable Integer version, String reason, Principal caller) {
    check(label, caller);
    String wanted = PromptName.known(name);
    return transactions.write(() -> {
      PromptStore.Locked prompt = lock(wanted);
      if (version == null || version < 1 || version > prompt.latest()) {
        throw MetaAgentException.invalid("version", "a version of this prompt");
      }
      Map<String, Integer> known = labels.all(wanted);
      Integer before = known.get(label);
      if (before == null && known.size() >= MOST) {
        throw new MetaAgentException(
            ErrorCode.CONFLICT, "The prompt has " + MOST + " labels; remove one first.");
      }
      if (!version.equals(before)) {
        set(prompt, label, version, caller);
        changed(prompt, label, before, version, reason, caller);
      }
      return prompts.one(wanted).orElseThrow();
    });
  }

  /// Makes the label name the version, unless policies get too large for it.
  private void set(PromptStore.Locked prompt, String label, int version, Principal caller) {
    boolean served = label.equals(ProductionPrompts.LABEL);
    if (served) {
      production.lock();
    }
    long before = served ? production.bytes(prompt.agent()) : 0;
    labels.set(
        prompt.name(),
        label,
        version,
        caller.name(),
        clock.instant().truncatedTo(ChronoUnit.MICROS));
    long after = served ? production.bytes(prompt.agent()) : 0;
    if (after > MOST_SERVED && after > before) {
      throw MetaAgentException.invalid(
          "version",
          "a version with which the production prompts of an agent have at most 1 MiB together;"
              + " with this one they have "
              + after / KIB
              + " KiB");
    }
  }

  /// Removes a label.
  void remove(String name, String label, String reason, Principal caller) {
    check(label, caller);
    String wanted = PromptName.known(name);
    transactions.write(() -> {
      PromptStore.Locked prompt = lock(wanted);
      Integer before = labels.all(wanted).get(label);
      if (before == null) {
        throw MetaAgentException.notFound("The label " + label + " of the prompt " + wanted);
      }
      labels.remove(wanted, label);
      changed(prompt, label, before, null, reason, caller);
      return true;
    });
  }

  private static void check(String label, Principal caller) {
    if (!FORM.matcher(label).matches()) {
      throw MetaAgentException.invalid(
          "label", "a lower-case letter, then at most 39 lower-case letters, digits or '-'");
    }
    if (label.equals(ProductionPrompts.LABEL) && !caller.role().covers(Role.ADMIN)) {
      throw new MetaAgentException(
          ErrorCode.FORBIDDEN,
          "The label production decides what agents get: only an administrator changes it.");
    }
  }

  private PromptStore.Locked lock(String name) {
    return prompts.lock(name).orElseThrow(() -> PromptName.missing(name));
  }

  private void changed(
      PromptStore.Locked prompt,
      String label,
      @Nullable Integer from,
      @Nullable Integer to,
      String reason,
      Principal caller) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("label", label);
    details.put("from", from);
    details.put("to", to);
    journal.write(
        new Change(
            caller.name(),
            "prompt.label",
            "prompt " + prompt.name(),
            reason,
            json.writeValueAsString(details)));
    if (label.equals(ProductionPrompts.LABEL)) {
      events.publishEvent(new ProductionPromptChanged(prompt.agent()));
    }
  }
}
