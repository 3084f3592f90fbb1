package dev.metaagent.access.sessions;

import dev.metaagent.access.ServerSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Browsers in which a person signed in before, recognised by a cookie (a device cookie, as OWASP
/// describes it). It holds a random id and a keyed hash of the id and the person's address; it
/// opens nothing, and only says whose attempts to sign in are counted apart from those of
/// strangers.
@Component
class KnownDevices {

  static final Duration REMEMBERED = Duration.ofDays(180);
  private static final int ID_BYTES = 16;
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  KnownDevices(ServerSecret secret) {
    this.key = new SecretKeySpec(secret.derive("known-devices/1"), HMAC);
  }

  /// A cookie for the browser in which a person just signed in.
  String cookie(String email) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return id + "." + hash(id, email);
  }

  /// The id in a cookie that belongs to a person; empty for one of somebody else, or a forged one.
  Optional<String> id(@Nullable String cookie, String email) {
    String[] parts = cookie == null ? new String[0] : cookie.split("\\.", -1);
    return parts.length == 2 && same(hash(parts[0], email), parts[1])
        ? Optional.of(parts[0])
        : Optional.empty();
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private String hash(String id, String email) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] hash = mac.doFinal((id + "\n" + email).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
