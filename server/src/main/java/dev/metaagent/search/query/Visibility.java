package dev.metaagent.search.query;

import dev.metaagent.access.Caller;
import dev.metaagent.search.filter.WordIndex;

/// What the caller may look at: a viewer sees numbers, names and errors, bodies need a developer.
public final class Visibility {

  private Visibility() {}

  public static boolean bodies() {
    return Caller.current().mayReadBodies();
  }

  /// Words of bodies would reveal bodies.
  public static WordIndex words() {
    return bodies() ? WordIndex.ALL : WordIndex.WITHOUT_BODIES;
  }
}
