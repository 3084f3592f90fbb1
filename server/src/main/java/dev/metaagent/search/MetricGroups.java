package dev.metaagent.search;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Groups of executions from numbers that were counted already. Implemented by who counts them.
public interface MetricGroups {

  /// What is asked for.
  ///
  /// @param key the dimension of the groups
  /// @param agents of these; empty for all
  /// @param equal values of dimensions, any of each
  record Question(
      String key, List<UUID> agents, Map<String, List<String>> equal, Instant from, Instant to) {}

  /// How many executions there are, about.
  long executions(Question question);

  /// The groups, within the transaction of the caller.
  List<GroupTally> groups(Question question);
}
