package dev.metaagent.sdk.internal.policies;

import dev.metaagent.policy.Fields;
import dev.metaagent.policy.document.Rejection;
import dev.metaagent.policy.document.Verdict;
import dev.metaagent.policy.json.Json;
import dev.metaagent.policy.wire.ClockRules;
import dev.metaagent.sdk.internal.http.Answer;
import dev.metaagent.sdk.internal.http.Api;
import dev.metaagent.sdk.internal.http.ServerClock;
import dev.metaagent.sdk.internal.report.Problems;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Keeps the policies of all agents of a process current. All requests run on its own thread.
public final class PolicySync implements AutoCloseable {

  /// What arrives about questions.
  public interface Approvals {
    void answered(String id, String state, @Nullable String reason);
  }

  private final Api api;
  private final ServerClock clock;
  private final Problems problems;
  private final PolicyFolder folder;
  private final Keys keys;
  private final AtomicLong refused;
  private final Duration wait;
  private final Map<String, HeldPolicy> policies = new ConcurrentHashMap<>();
  private final Map<String, Instant> storedAt = new ConcurrentHashMap<>();
  private final SyncLoop loop;
  private volatile Approvals approvals = (id, state, reason) -> {};

  public PolicySync(
      Api api,
      ServerClock clock,
      Path data,
      List<String> pinned,
      Duration wait,
      AtomicLong refused,
      Problems problems) {
    this.api = api;
    this.clock = clock;
    this.problems = problems;
    this.refused = refused;
    this.wait = wait;
    this.folder = new PolicyFolder(data.resolve("policies"), api.identity(), problems);
    this.keys = new Keys(api, folder, pinned, problems);
    this.loop = new SyncLoop(api, this);
  }

  public void answersTo(Approvals receiver) {
    approvals = receiver;
  }

  /// The policy of an agent, from disk at once if it is there, and kept current from now on.
  public HeldPolicy watch(String agent) {
    HeldPolicy policy = new HeldPolicy(agent, wait);
    HeldPolicy before = policies.putIfAbsent(agent, policy);
    if (before != null) {
      return before;
    }
    restore(policy);
    loop.added(agent);
    return policy;
  }

  Collection<String> agents() {
    return List.copyOf(policies.keySet());
  }

  HttpRequest.Builder request(String path) {
    return api.request(path).header("MetaAgent-Refused", Long.toString(refused.get()));
  }

  private void restore(HeldPolicy policy) {
    StoredPolicy stored = folder.read(policy.agent());
    if (stored != null) {
      Instant now = clock.now();
      Duration age = ClockRules.storedAge(stored.lastContact(), now);
      Rejection why = policy.restore(stored, keys.trusted(), now, age);
      if (why != null) {
        problems.report(
            "policy " + policy.agent(),
            "The policy of " + policy.agent() + " on disk is not taken: " + why.text());
      }
    }
  }

  /// Asks for the policy of one agent; false if the server could not be reached.
  boolean refresh(String agent) {
    HeldPolicy policy = policies.get(agent);
    if (policy == null) {
      return true;
    }
    try {
      return ask(policy);
    } finally {
      policy.asked();
    }
  }

  private boolean ask(HeldPolicy policy) {
    HttpRequest.Builder request = request("/api/v1/agents/" + Api.part(policy.agent()) + "/policy");
    Held held = policy.held();
    if (held != null) {
      request.header("If-None-Match", held.etag());
    }
    Answer answer = api.send(request);
    if (answer.is(304)) {
      confirmed(policy);
    } else if (answer.is(200)) {
      take(policy, answer.body());
    } else {
      problems.report("server", "The policy cannot be read: " + answer.problem());
      return false;
    }
    problems.solved("server");
    return true;
  }

  private boolean take(HeldPolicy policy, String document) {
    Verdict.Rejected rejected = policy.offer(document, keys.trusted(), clock.now());
    if (rejected != null && rejected.why() == Rejection.UNKNOWN_KEY) {
      keys.refresh();
      rejected = policy.offer(document, keys.trusted(), clock.now());
    }
    String subject = "policy " + policy.agent();
    if (rejected != null) {
      problems.report(
          subject,
          "A policy of "
              + policy.agent()
              + " is not taken: "
              + rejected.why().text()
              + ", "
              + rejected.detail());
      return false;
    }
    problems.solved(subject);
    storedAt.remove(policy.agent());
    store(policy);
    return true;
  }

  private void confirmed(HeldPolicy policy) {
    policy.confirmed();
    store(policy);
  }

  private void pinged(HeldPolicy policy) {
    if (policy.pinged()) {
      store(policy);
    }
  }

  /// Stores what is held, for an unchanged policy once a minute.
  private void store(HeldPolicy policy) {
    Held held = policy.held();
    Instant now = clock.now();
    Instant before = storedAt.get(policy.agent());
    boolean recent = before != null && Duration.between(before, now).toSeconds() < 60;
    if (held != null && !recent) {
      storedAt.put(policy.agent(), now);
      folder.write(policy.agent(), new StoredPolicy(held.document(), now));
    }
  }

  /// Handles an event of the stream, on the thread of the loop.
  void event(EventParser.Event event) {
    try {
      switch (event.type()) {
        case "ping" -> policies.values().forEach(this::pinged);
        case "policy" -> pushed(event.data());
        case "approval" -> approval(Fields.of("", Json.parse(event.data())));
        default -> {
          // an event of a newer server
        }
      }
    } catch (IllegalArgumentException e) {
      problems.report("stream", "An event of the stream cannot be read: " + e.getMessage());
    }
  }

  private void pushed(String document) {
    String agent = Fields.of("", Json.parse(document)).object("agent").text("name");
    HeldPolicy policy = policies.get(agent);
    if (policy != null) {
      if (take(policy, document)) {
        refresh(agent);
      }
    }
  }

  private void approval(Fields fields) {
    approvals.answered(fields.text("id"), fields.text("state"), fields.textOrNull("reason"));
  }

  void failed(RuntimeException failure) {
    problems.report("sync", "The policy cannot be kept current: " + failure);
  }

  @Override
  public void close() {
    loop.close();
    storedAt.clear();
    if (loop.isConnected()) {
      policies.values().stream().filter(HeldPolicy::isAgreed).forEach(this::store);
    }
  }
}
