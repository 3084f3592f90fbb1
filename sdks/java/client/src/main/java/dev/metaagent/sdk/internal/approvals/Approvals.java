package dev.metaagent.sdk.internal.approvals;

import dev.metaagent.policy.Fields;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.rules.Rule;
import dev.metaagent.policy.text.Redactor;
import dev.metaagent.policy.wire.Retry;
import dev.metaagent.sdk.internal.http.Answer;
import dev.metaagent.sdk.internal.http.Api;
import dev.metaagent.sdk.internal.http.Background;
import dev.metaagent.sdk.internal.http.ServerClock;
import dev.metaagent.sdk.internal.policies.PolicySync;
import dev.metaagent.sdk.internal.report.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Asks people about tool calls, in the background. Answers arrive on the stream, and by asking
/// every five seconds.
public final class Approvals implements PolicySync.Approvals {

  private static final String PATH = "/api/v1/approvals";
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Api api;
  private final ServerClock clock;
  private final Background background;
  private final Problems problems;
  private final Map<String, OpenQuestion> open = new ConcurrentHashMap<>();

  public Approvals(Api api, ServerClock clock, Background background, Problems problems) {
    this.api = api;
    this.clock = clock;
    this.background = background;
    this.problems = problems;
  }

  /// Asks about a call. Personal data and secrets in its arguments, plain values, are replaced.
  public OpenQuestion ask(
      String agent,
      @Nullable String executionId,
      String tool,
      @Nullable Object arguments,
      Rule rule) {
    String id = UUID.randomUUID().toString();
    Instant expiresAt = clock.now().plusSeconds(Objects.requireNonNull(rule.askSeconds()));
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", id);
    body.put("agent", agent);
    body.put("executionId", executionId);
    body.put("tool", tool);
    body.put("arguments", Redactor.standard().redact(arguments));
    body.put("ruleId", rule.id());
    body.put("expiresAt", expiresAt.toString());
    OpenQuestion question = new OpenQuestion(id, Json.write(body), expiresAt, rule);
    open.put(id, question);
    background.run(() -> deliver(question));
    background.runAfter(clock.left(expiresAt), () -> expire(question));
    return question;
  }

  private void deliver(OpenQuestion question) {
    if (settle(question)) {
      return;
    }
    Answer answer = api.postJson(PATH, question.body());
    if (answer.isSuccess()) {
      question.delivered();
      background.runAfter(LOOK, () -> look(question));
      return;
    }
    problems.report("approvals", "A question cannot be delivered: " + answer.problem());
    Optional<Duration> delay =
        Retry.delay(
            question.failed(),
            answer.status(),
            answer.header("Retry-After"),
            clock.now(),
            ThreadLocalRandom.current().nextDouble());
    if (delay.isPresent()) {
      background.runAfter(delay.get(), () -> deliver(question));
    } else {
      question.rejected();
      settle(question);
    }
  }

  private void look(OpenQuestion question) {
    if (!settle(question)) {
      readAnswer(question);
      if (!settle(question)) {
        background.runAfter(LOOK, () -> look(question));
      }
    }
  }

  /// At its end, an answer is looked for once more.
  private void expire(OpenQuestion question) {
    if (question.end().isDone()) {
      return;
    }
    if (question.isDelivered()) {
      readAnswer(question);
    }
    if (!settle(question)) {
      Duration left = clock.left(question.expiresAt());
      background.runAfter(left.plusMillis(1), () -> expire(question));
    }
  }

  private void readAnswer(OpenQuestion question) {
    Answer answer = api.get(PATH + "/" + question.id());
    if (answer.is(200)) {
      try {
        Fields fields = Fields.of("", Json.parse(answer.body()));
        if (!fields.text("state").equals("pending")) {
          question.answered(fields.text("state"), fields.textOrNull("reason"));
        }
      } catch (IllegalArgumentException e) {
        problems.report("approvals", "An answer cannot be read: " + e.getMessage());
      }
    }
  }

  private boolean settle(OpenQuestion question) {
    boolean done = question.settle(clock.now());
    if (done) {
      open.remove(question.id());
    }
    return done;
  }

  @Override
  public void answered(String id, String state, @Nullable String reason) {
    OpenQuestion question = open.get(id);
    if (question != null) {
      question.answered(state, reason);
      background.run(() -> settle(question));
    }
  }
}
