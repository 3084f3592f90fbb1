package dev.metaagent.executions.erase;

import dev.metaagent.access.ServerSecret;
import dev.metaagent.kernel.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/// How the journal, which outlives the erasure, calls an end user who was erased: by a keyed hash,
/// so that nobody finds out by trying whether an id was among them.
@Component
class ErasedUsers {

  private static final String HMAC = "HmacSHA256";

  private final ServerSecret secret;

  ErasedUsers(ServerSecret secret) {
    this.secret = secret;
  }

  String of(OrganizationId organization, String user) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.derive("erased-users/1", organization), HMAC));
      byte[] hash = mac.doFinal(user.getBytes(StandardCharsets.UTF_8));
      return "user " + HexFormat.of().formatHex(hash, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
