package dev.metaagent.observe.query;

import dev.metaagent.access.Caller;
import dev.metaagent.access.Role;

/// What the caller may look at: a viewer sees numbers, names and errors, bodies need a developer.
final class Sight {

  private Sight() {}

  static boolean bodies() {
    Role role = Caller.current().role();
    return role == Role.ADMIN || role == Role.DEVELOPER;
  }
}
