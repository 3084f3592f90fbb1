package dev.metaagent.events;

import dev.metaagent.kernel.OrganizationId;
import java.util.List;

/// The status of all consumers, whichever node they run on.
public interface ConsumerStatuses {

  /// All consumers as an organization sees them, by name, at most two seconds old.
  List<ConsumerStatus> of(OrganizationId organization);
}
