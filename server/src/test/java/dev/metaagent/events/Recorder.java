package dev.metaagent.events;

import dev.metaagent.kernel.OrganizationId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A consumer that remembers the events it handled, and fails as a test wants.
public final class Recorder implements LogConsumer {

  private final String name = "test-" + UUID.randomUUID();
  private final Map<OrganizationId, List<String>> handled = new ConcurrentHashMap<>();
  public volatile @Nullable Predicate<LogEntry> poison;
  public volatile @Nullable RuntimeException failure =
      new IllegalStateException("cannot be handled");
  public volatile @Nullable Error error;
  public final AtomicInteger calls = new AtomicInteger();

  @Override
  public String name() {
    return name;
  }

  @Override
  public Runnable handle(List<LogEntry> entries) {
    calls.incrementAndGet();
    Predicate<LogEntry> bad = poison;
    if (bad != null && entries.stream().anyMatch(bad)) {
      if (error != null) {
        throw error;
      }
      if (failure != null) {
        throw failure;
      }
    }
    return () ->
        entries.forEach(entry ->
            handled
                .computeIfAbsent(
                    entry.organization(), _ -> Collections.synchronizedList(new ArrayList<>()))
                .add(entry.payload()));
  }

  public List<String> of(OrganizationId organization) {
    return List.copyOf(handled.getOrDefault(organization, List.of()));
  }
}
