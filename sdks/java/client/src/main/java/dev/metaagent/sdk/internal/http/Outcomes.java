package dev.metaagent.sdk.internal.http;

import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.text.Redactor;
import dev.metaagent.policy.wire.Retry;
import dev.metaagent.sdk.internal.report.Problems;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Reports what happened after runs, in the background, at most a thousand at a time.
public final class Outcomes {

  private static final int MOST_WAITING = 1_000;

  private final Api api;
  private final ServerClock clock;
  private final Background background;
  private final Problems problems;
  private final AtomicInteger waiting = new AtomicInteger();

  public Outcomes(Api api, ServerClock clock, Background background, Problems problems) {
    this.api = api;
    this.clock = clock;
    this.background = background;
    this.problems = problems;
  }

  /// `evidence` is a plain value: shown as the comment of the outcome.
  public void report(String traceId, @Nullable Boolean success, @Nullable String evidence) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      problems.report("outcomes", "Outcomes are dropped: a thousand are waiting.");
      return;
    }
    Map<String, @Nullable Object> outcome = new LinkedHashMap<>();
    outcome.put("id", UUID.randomUUID().toString());
    outcome.put("traceId", traceId);
    outcome.put("kind", "outcome");
    outcome.put("success", success);
    outcome.put("comment", evidence == null ? null : cut(Redactor.standard().redact(evidence)));
    outcome.put("at", clock.now().toString());
    String body = Json.write(outcome);
    background.run(() -> send(body, 1));
  }

  private static String cut(String comment) {
    return comment.length() > 4_000 ? comment.substring(0, 4_000) : comment;
  }

  private void send(String body, int attempt) {
    Answer answer = api.postJson("/api/v1/outcomes", body);
    Optional<Duration> delay =
        answer.isSuccess()
            ? Optional.empty()
            : Retry.delay(
                attempt,
                answer.status(),
                answer.header("Retry-After"),
                clock.now(),
                ThreadLocalRandom.current().nextDouble());
    if (!answer.isSuccess()) {
      problems.report("outcomes", "An outcome cannot be reported: " + answer.problem());
    }
    if (delay.isPresent()) {
      background.runAfter(delay.get(), () -> send(body, attempt + 1));
    } else {
      waiting.decrementAndGet();
    }
  }

  public boolean isEmpty() {
    return waiting.get() == 0;
  }
}
