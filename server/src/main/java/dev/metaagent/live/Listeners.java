package dev.metaagent.live;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listeners of this process.
final class Listeners {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final List<Runnable> all = new CopyOnWriteArrayList<>();

  void add(Runnable look) {
    all.add(look);
  }

  void remove(Runnable look) {
    all.remove(look);
  }

  boolean none() {
    return all.isEmpty();
  }

  void signal() {
    for (Runnable look : all) {
      try {
        look.run();
      } catch (RuntimeException e) {
        log.warn("a listener failed: {}", e.toString());
      }
    }
  }
}
