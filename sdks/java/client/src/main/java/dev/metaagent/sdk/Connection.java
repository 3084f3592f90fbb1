package dev.metaagent.sdk;

import dev.metaagent.policy.FailMode;
import dev.metaagent.sdk.internal.approvals.Approvals;
import dev.metaagent.sdk.internal.http.Api;
import dev.metaagent.sdk.internal.http.Background;
import dev.metaagent.sdk.internal.http.Outcomes;
import dev.metaagent.sdk.internal.http.ServerClock;
import dev.metaagent.sdk.internal.policies.HeldPolicy;
import dev.metaagent.sdk.internal.policies.PolicySync;
import dev.metaagent.sdk.internal.report.Problems;
import dev.metaagent.sdk.internal.telemetry.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Everything that agents share: one server, one key. Switched off, nothing leaves the process and
/// nothing is governed.
final class Connection {

  private final Settings settings;
  private final Problems problems = new Problems();
  private final AtomicLong refusedByStop = new AtomicLong();
  private final Background background = new Background(problems);
  private final Approvals approvals;
  private final Outcomes outcomes;
  private final @Nullable PolicySync sync;
  private final @Nullable Telemetry telemetry;

  Connection(Settings settings) {
    this.settings = settings;
    String instance = UUID.randomUUID().toString();
    ServerClock clock = new ServerClock(Clock.systemUTC());
    URI url = settings.url();
    Api api = new Api(url, settings.key(), settings.sdk(), instance, clock);
    this.approvals = new Approvals(api, clock, background, problems);
    this.outcomes = new Outcomes(api, clock, background, problems);
    if (settings.disabled()) {
      this.sync = null;
      this.telemetry = null;
      return;
    }
    this.sync =
        new PolicySync(
            api,
            clock,
            settings.data(),
            settings.pinnedKeys(),
            settings.policyWait(),
            refusedByStop,
            problems);
    sync.answersTo(approvals);
    this.telemetry =
        new Telemetry(
            settings.telemetry(),
            api,
            clock,
            instance,
            settings.resource(),
            settings.version(),
            problems);
  }

  Tracer tracer() {
    return telemetry == null
        ? OpenTelemetry.noop().getTracer("dev.metaagent.sdk")
        : telemetry.tracer();
  }

  HeldPolicy policy(String agent) {
    return sync == null ? new HeldPolicy(agent, Duration.ZERO) : sync.watch(agent);
  }

  Approvals approvals() {
    return approvals;
  }

  Problems problems() {
    return problems;
  }

  AtomicLong refusedByStop() {
    return refusedByStop;
  }

  FailMode withoutPolicy() {
    return settings.disabled() ? FailMode.OPEN : settings.withoutPolicy();
  }

  void outcome(String traceId, @Nullable Boolean success, @Nullable String evidence) {
    if (!settings.disabled()) {
      outcomes.report(traceId, success, evidence);
    }
  }

  @Nullable Telemetry telemetry() {
    return telemetry;
  }

  boolean flush(Duration timeout) {
    long until = System.nanoTime() + timeout.toNanos();
    boolean sent = telemetry == null || telemetry.flush(timeout);
    try {
      while (!outcomes.isEmpty() && System.nanoTime() < until) {
        Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return sent && outcomes.isEmpty();
  }

  void close(Duration timeout) {
    flush(timeout);
    if (sync != null) {
      sync.close();
    }
    if (telemetry != null) {
      telemetry.close(Duration.ZERO);
    }
    background.close();
  }
}
