package dev.metaagent.ingest.webhooks;

import dev.metaagent.access.ServerSecret;
import dev.metaagent.kernel.OrganizationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.springframework.stereotype.Component;

/// The secrets with which senders sign, derived from the server's secret, so that none is stored.
/// After a rotation the previous one stays valid for a day.
@Component
class WebhookSecrets {

  static final String PREFIX = "whsec_";
  static final Duration OVERLAP = Duration.ofHours(24);

  private final ServerSecret server;
  private final Clock clock;

  WebhookSecrets(ServerSecret server, Clock clock) {
    this.server = server;
    this.clock = clock;
  }

  /// The secret of one rotation as its holder writes it.
  String text(OrganizationId organization, String webhook, int rotation) {
    byte[] key = server.derive("webhook/" + webhook + "/" + rotation, organization);
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /// Those that are valid now, the newest first.
  List<String> valid(OrganizationId organization, Webhook webhook) {
    List<String> valid = new ArrayList<>();
    valid.add(text(organization, webhook.id(), webhook.rotation()));
    Instant rotated = webhook.rotatedAt();
    if (rotated != null && clock.instant().isBefore(rotated.plus(OVERLAP))) {
      valid.add(text(organization, webhook.id(), webhook.rotation() - 1));
    }
    return valid;
  }
}
