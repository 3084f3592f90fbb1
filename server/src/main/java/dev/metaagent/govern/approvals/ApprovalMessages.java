package dev.metaagent.govern.approvals;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.events.ControlMessages;
import dev.metaagent.kernel.AgentId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Tells every node, and through it the SDKs, how questions ended. Sent last in a transaction.
@Component
class ApprovalMessages {

  /// The topic of the control messages; the key is the id of the question.
  static final String TOPIC = "approvals";

  /// What a message says.
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Ended(UUID agent, UUID id, ApprovalState state, @Nullable String reason) {}

  private final ControlMessages messages;
  private final JsonMapper json;

  ApprovalMessages(ControlMessages messages, JsonMapper json) {
    this.messages = messages;
    this.json = json;
  }

  void ended(AgentId agent, UUID id, ApprovalState state, @Nullable String reason) {
    messages.send(
        TOPIC, id.toString(), json.writeValueAsString(new Ended(agent.value(), id, state, reason)));
  }
}
