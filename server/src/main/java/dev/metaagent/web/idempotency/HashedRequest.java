package dev.metaagent.web.idempotency;

import dev.metaagent.access.Principal;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/// A request as it is recognized: hashes, from which nothing of it can be read.
///
/// @param key SHA-256 of the caller and its Idempotency-Key
/// @param content SHA-256 of method, path, query and body
@SuppressWarnings("ArrayRecordComponent")
record HashedRequest(byte[] key, byte[] content) {

  static HashedRequest of(String key, Principal caller, HttpServletRequest request, byte[] body) {
    return new HashedRequest(
        hash(text(actor(caller)), text(key)),
        hash(
            text(request.getMethod()),
            text(request.getRequestURI()),
            text(Objects.requireNonNullElse(request.getQueryString(), "")),
            body));
  }

  /// The credential, not its name: names repeat.
  private static String actor(Principal caller) {
    return "%s/%s/%s".formatted(caller.method(), caller.keyId(), caller.memberId());
  }

  private static byte[] hash(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
