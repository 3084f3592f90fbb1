package dev.metaagent.events.consumer;

import dev.metaagent.events.EventLog;
import dev.metaagent.events.LogConsumer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Runs every {@link LogConsumer} of the process.
@Component
class LogConsumers implements SmartLifecycle {

  private static final Logger logger = LoggerFactory.getLogger(LogConsumers.class);

  private final List<ConsumerLoop> loops;
  private final RestoredLog restored;
  private volatile boolean running;

  LogConsumers(
      ObjectProvider<LogConsumer> consumers,
      ConsumerPass passes,
      EventLog log,
      RestoredLog restored,
      MeterRegistry meters,
      Clock clock) {
    this.restored = restored;
    this.loops =
        consumers
            .orderedStream()
            .map(consumer ->
                new ConsumerLoop(
                    consumer, passes, new ConsumerMetrics(consumer.name(), meters, clock)))
            .toList();
    log.listen(_ -> loops.forEach(ConsumerLoop::wake));
  }

  /// The names of all consumers that this version has.
  Set<String> names() {
    return loops.stream().map(loop -> loop.consumer().name()).collect(Collectors.toSet());
  }

  @Override
  public synchronized void start() {
    running = true;
    try {
      restored.repair();
    } catch (RuntimeException e) {
      logger.warn("could not check whether the event log was restored from a dump", e);
    }
    loops.forEach(ConsumerLoop::start);
  }

  /// All are stopped in parallel, so that it takes as long as the slowest.
  @Override
  public synchronized void stop() {
    running = false;
    loops.forEach(ConsumerLoop::stop);
    loops.forEach(ConsumerLoop::join);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
