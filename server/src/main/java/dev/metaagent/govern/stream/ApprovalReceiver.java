package dev.metaagent.govern.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.events.ControlMessage;
import dev.metaagent.events.ControlReceiver;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The latest messages about approvals, in the memory of this node, so that a stream that was
/// interrupted gets those that it missed.
@Component
class ApprovalReceiver implements ControlReceiver {

  private static final Logger log = LoggerFactory.getLogger(ApprovalReceiver.class);
  private static final String TOPIC = "approvals";
  private static final int KEPT = 10_000;

  /// What a message holds.
  private record Fields(
      @Nullable String agent,
      @Nullable String id,
      @Nullable String state,
      @Nullable String reason) {}

  /// What an SDK is told.
  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record Told(@Nullable String id, @Nullable String state, @Nullable String reason) {}

  private final Map<OrganizationId, Map<String, ApprovalMessage>> latest =
      new ConcurrentHashMap<>();
  private final Map<OrganizationId, Long> seen = new ConcurrentHashMap<>();
  private final PolicyStreams streams;
  private final JsonMapper json;

  ApprovalReceiver(PolicyStreams streams, JsonMapper json) {
    this.streams = streams;
    this.json = json;
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public void receive(List<ControlMessage> messages) {
    ControlMessage last = messages.getLast();
    Map<String, ApprovalMessage> known =
        latest.computeIfAbsent(last.organization(), _ -> new LinkedHashMap<>());
    List<ApprovalMessage> fresh = new ArrayList<>();
    synchronized (known) {
      for (ControlMessage message : messages) {
        known.remove(message.key());
        ApprovalMessage read = read(message);
        if (read != null) {
          known.put(message.key(), read);
          fresh.add(read);
        }
      }
      Iterator<String> oldest = known.keySet().iterator();
      while (known.size() > KEPT) {
        oldest.next();
        oldest.remove();
      }
    }
    seen.merge(last.organization(), last.revision(), Math::max);
    fresh.forEach(message -> streams.approval(last.organization(), message));
  }

  private @Nullable ApprovalMessage read(ControlMessage message) {
    if (message.payload() == null) {
      return null;
    }
    try {
      Fields fields = json.readValue(message.payload(), Fields.class);
      String told = json.writeValueAsString(new Told(fields.id(), fields.state(), fields.reason()));
      return fields.agent() == null
          ? null
          : new ApprovalMessage(message.revision(), AgentId.parse(fields.agent()), told);
    } catch (JacksonException | IllegalArgumentException e) {
      log.warn("a message about approval {} cannot be read", message.key(), e);
      return null;
    }
  }

  /// The revision of the last message of an organization that came to this node.
  long seen(OrganizationId organization) {
    return seen.getOrDefault(organization, 0L);
  }

  /// Messages about some agents after a revision, oldest first.
  List<ApprovalMessage> after(OrganizationId organization, long revision, Set<AgentId> agents) {
    Map<String, ApprovalMessage> known = latest.getOrDefault(organization, Map.of());
    synchronized (known) {
      return known.values().stream()
          .filter(message -> message.revision() > revision && agents.contains(message.agent()))
          .toList();
    }
  }
}
