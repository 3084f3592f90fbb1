package dev.metaagent.events;

import dev.metaagent.kernel.OrganizationId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Wakes listeners on a thread of its own: a listener that fails or takes long has no effect on the
/// transaction that committed, nor on other listeners' calls later.
@Component
class LogListeners implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(LogListeners.class);

  private final List<LogListener> listeners = new CopyOnWriteArrayList<>();
  private final Set<OrganizationId> woken = ConcurrentHashMap.newKeySet();
  private final Semaphore hints = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("log-listeners").start(this::run);

  void add(LogListener listener) {
    listeners.add(listener);
  }

  void remove(LogListener listener) {
    listeners.remove(listener);
  }

  void wake(OrganizationId organization) {
    if (woken.add(organization)) {
      hints.release();
    }
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        hints.acquire();
        hints.drainPermits();
        for (OrganizationId organization : List.copyOf(woken)) {
          woken.remove(organization);
          listeners.forEach(listener -> call(listener, organization));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void call(LogListener listener, OrganizationId organization) {
    try {
      listener.appended(organization);
    } catch (RuntimeException | Error e) {
      log.warn("a listener of the event log failed", e);
    }
  }

  @Override
  public void destroy() {
    thread.interrupt();
  }
}
