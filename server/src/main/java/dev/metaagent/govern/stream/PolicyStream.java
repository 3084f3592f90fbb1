package dev.metaagent.govern.stream;

import dev.metaagent.govern.policy.PolicyAgent;
import dev.metaagent.govern.policy.PolicyKey;
import dev.metaagent.govern.policy.ServedPolicies;
import dev.metaagent.govern.policy.StoredPolicy;
import dev.metaagent.kernel.AgentId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open stream. The thread of its request writes; others only put into its inbox.
final class PolicyStream {

  private static final Logger log = LoggerFactory.getLogger(PolicyStream.class);

  static final Duration PING = Duration.ofSeconds(15);
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  /// What a stream needs to know.
  ///
  /// @param find the agent that one of the asked texts means now
  /// @param complete the version up to which this node has seen all policies
  /// @param stillAllowed whether the credential is still valid
  record Surroundings(
      ServedPolicies policies,
      Function<String, PolicyAgent> find,
      LongSupplier complete,
      BooleanSupplier stillAllowed) {}

  private final Surroundings around;
  private final Map<String, PolicyAgent> agents;
  private final Map<String, Long> sent = new HashMap<>();
  private final StreamInbox inbox = new StreamInbox();
  private volatile Set<AgentId> ids = Set.of();
  private final StreamPosition from;
  private final Set<String> unread = new HashSet<>();
  private long policiesUpTo;
  private long approvalsUpTo;

  /// @param agents what was asked for, with the agents that it means
  PolicyStream(Surroundings around, Map<String, PolicyAgent> agents, StreamPosition from) {
    this.around = around;
    this.agents = new HashMap<>(agents);
    this.from = from;
    this.policiesUpTo = from.policies();
    this.approvalsUpTo = from.approvals();
    noteIds();
  }

  Set<AgentId> ids() {
    return ids;
  }

  private void noteIds() {
    ids =
        agents.values().stream()
            .map(PolicyAgent::id)
            .filter(id -> id != null)
            .collect(Collectors.toUnmodifiableSet());
  }

  void changed(Set<PolicyKey> keys) {
    inbox.policies(keys);
  }

  void approval(ApprovalMessage message) {
    if (ids.contains(message.agent())) {
      inbox.approval(message);
    }
  }

  void end() {
    inbox.end();
  }

  /// Sends until the stream ends.
  ///
  /// @param missed messages about approvals that the client has not had
  void run(OutputStream out, List<ApprovalMessage> missed) throws IOException {
    send(out, Set.copyOf(agents.keySet()), around.complete().getAsLong());
    sendAll(out, missed);
    ping(out);
    long pinged = System.nanoTime();
    try {
      while (true) {
        long complete = around.complete().getAsLong();
        StreamInbox.Batch batch = inbox.take(left(pinged));
        if (batch.ended()) {
          return;
        }
        send(out, asked(batch.policies()), complete);
        sendAll(out, batch.approvals());
        if (left(pinged).isZero()) {
          if (!around.stillAllowed().getAsBoolean()) {
            return;
          }
          send(out, lookAgain(), complete);
          ping(out);
          pinged = System.nanoTime();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration left(long pinged) {
    Duration left = PING.minusNanos(System.nanoTime() - pinged);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Set<String> asked(Set<PolicyKey> changed) {
    return agents.entrySet().stream()
        .filter(entry -> changed.contains(entry.getValue().key()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /// Finds again what was asked for: names are registered and merged.
  ///
  /// @return what means another agent now, and what could not be read before
  private Set<String> lookAgain() {
    Set<String> again = new HashSet<>(unread);
    unread.clear();
    for (Map.Entry<String, PolicyAgent> entry : agents.entrySet()) {
      try {
        PolicyAgent now = around.find().apply(entry.getKey());
        if (!now.equals(entry.getValue())) {
          entry.setValue(now);
          again.add(entry.getKey());
        }
      } catch (RuntimeException e) {
        log.debug("an agent of a stream could not be found again", e);
      }
    }
    noteIds();
    return again;
  }

  private record Due(String asked, PolicyAgent agent, StoredPolicy policy) {}

  /// Sends the policies of some of what was asked for as far as they are newer than what the client
  /// has, the oldest version first.
  ///
  /// @param complete every policy up to this version is among these, or was sent before
  private void send(OutputStream out, Set<String> some, long complete) throws IOException {
    List<Due> due = new ArrayList<>();
    for (String asked : some) {
      Due one = due(asked);
      if (one != null && one.policy().version() > sent.getOrDefault(asked, from.policies())) {
        due.add(one);
      }
    }
    due.sort(Comparator.comparingLong(one -> one.policy().version()));
    for (Due one : due) {
      policiesUpTo = Math.max(policiesUpTo, Math.min(one.policy().version(), complete));
      write(out, "policy", around.policies().document(one.agent(), one.policy()));
      sent.put(one.asked(), one.policy().version());
    }
    policiesUpTo = Math.max(policiesUpTo, complete);
  }

  private @Nullable Due due(String asked) {
    PolicyAgent agent = Objects.requireNonNull(agents.get(asked));
    try {
      return new Due(asked, agent, around.policies().find(agent));
    } catch (RuntimeException e) {
      log.debug("a policy of a stream could not be read; it is tried again", e);
      unread.add(asked);
      return null;
    }
  }

  private void sendAll(OutputStream out, List<ApprovalMessage> messages) throws IOException {
    for (ApprovalMessage message : messages) {
      if (message.revision() > approvalsUpTo) {
        approvalsUpTo = message.revision();
        write(out, "approval", message.text().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void ping(OutputStream out) throws IOException {
    write(out, "ping", NOTHING);
  }

  /// A client that does not read makes this wait until its connection is given up; only this thread
  /// waits.
  private void write(OutputStream out, String event, byte[] json) throws IOException {
    StreamPosition position = new StreamPosition(policiesUpTo, approvalsUpTo);
    out.write(
        ("event: " + event + "\nid: " + position + "\ndata: ").getBytes(StandardCharsets.UTF_8));
    out.write(json);
    out.write('\n');
    out.write('\n');
    out.flush();
  }
}
