package dev.metaagent.govern.settings;

import dev.metaagent.audit.Change;
import dev.metaagent.audit.Journal;
import dev.metaagent.govern.Policies;
import dev.metaagent.kernel.AgentId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What every change of settings begins and ends with, inside its transaction.
@Component
public class SettingsChanges {

  private final SettingsStore settings;
  private final Journal journal;
  private final Policies policies;

  SettingsChanges(SettingsStore settings, Journal journal, Policies policies) {
    this.settings = settings;
    this.journal = journal;
    this.policies = policies;
  }

  /// What is set for an agent, or with null for the fleet, which nobody else changes until the
  /// transaction ends.
  public PolicySettings begin(@Nullable AgentId agent) {
    settings.lock(agent);
    return settings.of(agent);
  }

  /// Writes the journal, and has the policies composed again that the change concerns.
  ///
  /// @param details JSON
  public void end(
      @Nullable AgentId agent, String action, String actor, String reason, String details) {
    journal.write(
        new Change(actor, action, agent == null ? "fleet" : "agent " + agent, reason, details));
    if (agent == null) {
      policies.allChanged();
    } else {
      policies.changed(agent);
    }
  }
}
