package dev.metaagent.events;

import dev.metaagent.kernel.OrganizationId;

/// Is called when entries of an organization were committed.
public interface LogListener {
  void appended(OrganizationId organization);
}
