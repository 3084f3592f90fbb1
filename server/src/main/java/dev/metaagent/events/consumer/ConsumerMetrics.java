package dev.metaagent.events.consumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// The metrics of one consumer, with its name as a tag.
final class ConsumerMetrics {

  private final Timer delay;
  private final Counter entries;
  private final Counter setAside;
  private final Counter failures;
  private final Clock clock;
  private volatile Instant lastPass;

  ConsumerMetrics(String consumer, MeterRegistry meters, Clock clock) {
    this.clock = clock;
    this.lastPass = clock.instant();
    this.delay =
        Timer.builder("metaagent.consumer.delay")
            .description("from the commit of an entry to its effect")
            .tag("consumer", consumer)
            .publishPercentiles(0.5, 0.99)
            .register(meters);
    this.entries =
        Counter.builder("metaagent.consumer.entries")
            .description("entries of the event log that were read")
            .tag("consumer", consumer)
            .register(meters);
    this.setAside =
        Counter.builder("metaagent.consumer.set.aside")
            .description("events that could not be handled and were set aside")
            .tag("consumer", consumer)
            .register(meters);
    this.failures =
        Counter.builder("metaagent.consumer.failures")
            .description("passes that failed and were tried again")
            .tag("consumer", consumer)
            .register(meters);
    Gauge.builder("metaagent.consumer.last.pass.seconds", this, ConsumerMetrics::sinceLastPass)
        .description("seconds since the consumer last looked for entries on this node")
        .tag("consumer", consumer)
        .register(meters);
  }

  private double sinceLastPass() {
    return Duration.between(lastPass, clock.instant()).toMillis() / 1_000.0;
  }

  void passed(ConsumerPass.Done done) {
    lastPass = clock.instant();
    entries.increment(done.entries());
    setAside.increment(done.setAside());
    if (done.oldest() != null) {
      delay.record(Duration.between(done.oldest(), clock.instant()));
    }
  }

  void failed() {
    failures.increment();
  }
}
