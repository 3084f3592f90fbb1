package dev.metaagent.observe.query;

import dev.metaagent.access.Caller;

/// What the caller may look at: a viewer sees numbers, names and errors, bodies need a developer.
final class Sight {

  private Sight() {}

  static boolean bodies() {
    return Caller.current().mayReadBodies();
  }
}
