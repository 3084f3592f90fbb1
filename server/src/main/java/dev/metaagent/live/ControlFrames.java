package dev.metaagent.live;

import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.live.channel.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The frames that belong to no topic.
final class ControlFrames {

  private record Welcome(String organization, long heartbeatMs, Instant at) {}

  private record Heartbeat(Instant at) {}

  private record Notice(String code, String message) {}

  private record Failure(String code, String message, List<FieldError> errors) {}

  private ControlFrames() {}

  static Frame welcome(OrganizationId organization, Duration heartbeat, Instant at) {
    return new Frame("welcome", new Welcome(organization.toString(), heartbeat.toMillis(), at));
  }

  static Frame heartbeat(Instant at) {
    return new Frame("heartbeat", new Heartbeat(at));
  }

  static Frame notice(CloseStatus status) {
    return new Frame("notice", new Notice(status.notice(), status.message()));
  }

  static Frame error(MetaAgentException e) {
    return new Frame(
        "error", new Failure(e.code().wire(), String.valueOf(e.getMessage()), e.errors()));
  }
}
