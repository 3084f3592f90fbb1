package dev.metaagent.sdk;

import dev.metaagent.policy.RunUsage;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// What a run used so far. The cost is the sum of what is known. Thread-safe.
final class RunMeter {

  private final long begun = System.nanoTime();
  private final AtomicLong actions = new AtomicLong();
  private final AtomicReference<BigDecimal> cost = new AtomicReference<>(BigDecimal.ZERO);

  void action() {
    actions.incrementAndGet();
  }

  void spent(BigDecimal usd) {
    cost.accumulateAndGet(usd, BigDecimal::add);
  }

  RunUsage usage() {
    return new RunUsage(actions.get(), (System.nanoTime() - begun) / 1e9, cost.get());
  }
}
