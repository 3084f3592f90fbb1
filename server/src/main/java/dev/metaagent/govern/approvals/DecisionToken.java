package dev.metaagent.govern.approvals;

import dev.metaagent.access.ServerSecret;
import dev.metaagent.kernel.OrganizationId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What the address of a page for one decision carries: the organization, the question and the id
/// of the link, signed with HMAC-SHA256 by a key that is derived from the secret of the server. It
/// is kept nowhere.
record DecisionToken(OrganizationId organization, UUID approval, UUID link) {

  private static final int IDS = 3 * 16;
  private static final int SIGNATURE = 32;
  private static final int LENGTH = 107;
  private static final String PURPOSE = "approval-links/1";

  /// The text of a token, in characters that need no escape in an address.
  String signed(ServerSecret secret) {
    byte[] ids = ids();
    byte[] all = ByteBuffer.allocate(IDS + SIGNATURE).put(ids).put(signature(secret, ids)).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /// The token of a text; empty where this server did not sign it.
  static Optional<DecisionToken> read(String text, ServerSecret secret) {
    if (text.length() != LENGTH) {
      return Optional.empty();
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(all);
    DecisionToken token = new DecisionToken(new OrganizationId(id(bytes)), id(bytes), id(bytes));
    return MessageDigest.isEqual(
            token.signed(secret).getBytes(StandardCharsets.US_ASCII),
            text.getBytes(StandardCharsets.UTF_8))
        ? Optional.of(token)
        : Optional.empty();
  }

  private static UUID id(ByteBuffer bytes) {
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  private byte[] ids() {
    ByteBuffer bytes = ByteBuffer.allocate(IDS);
    for (UUID id : new UUID[] {organization.value(), approval, link}) {
      bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }
    return bytes.array();
  }

  private byte[] signature(ServerSecret secret, byte[] ids) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.derive(PURPOSE, organization), "HmacSHA256"));
      return mac.doFinal(ids);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a link cannot be signed", e);
    }
  }

  /// Not the text that decides.
  @Override
  public String toString() {
    return "DecisionToken[" + link + " for " + approval + "]";
  }
}
