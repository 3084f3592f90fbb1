package dev.metaagent.ingest.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The signature of a request, in one of two forms: our own header `X-MetaAgent-Signature: t=<unix
/// seconds>,v1=<hex>` over `<t>.<body>` with the secret as text, or the three headers of Standard
/// Webhooks, over `<id>.<timestamp>.<body>` with the bytes behind `whsec_`.
///
/// @param signed what is signed, before the body
/// @param given the signatures in the headers
/// @param standard whether it has the form of Standard Webhooks
record Signature(Instant at, String signed, List<byte[]> given, boolean standard) {

  static final String HEADER = "X-MetaAgent-Signature";
  private static final int MOST = 5;

  /// The result of checking a signature.
  sealed interface Verdict {
    /// It was made with a valid secret, within the window.
    ///
    /// @param signature the bytes that matched, which are never accepted again (replay protection)
    record Valid(byte[] signature) implements Verdict {}

    /// It is invalid.
    record Wrong(String problem, String remedy) implements Verdict {}
  }

  /// Reads and checks what a request carries.
  static Verdict check(
      Function<String, @Nullable String> header,
      byte[] body,
      List<String> secrets,
      Instant now,
      Duration window) {
    Verdict.Wrong wrong = wrongBeforeBody(header, now, window);
    return wrong != null ? wrong : Objects.requireNonNull(read(header)).match(body, secrets);
  }

  /// A defect of the signature that does not depend on the body, so that the body need not be read;
  /// null if there is none.
  static Verdict.@Nullable Wrong wrongBeforeBody(
      Function<String, @Nullable String> header, Instant now, Duration window) {
    Signature signature;
    try {
      signature = read(header);
    } catch (IllegalArgumentException | java.time.DateTimeException _) {
      return new Verdict.Wrong(
          "The signature cannot be read.",
          "Send " + HEADER + ": t=<unix seconds>,v1=<hex HMAC-SHA256 of \"<t>.<body>\">.");
    }
    if (signature == null) {
      return new Verdict.Wrong(
          "The request is not signed.",
          "Sign it with the secret of this webhook and send it as " + HEADER + ".");
    }
    Duration off = Duration.between(signature.at(), now);
    if (off.abs().compareTo(window) > 0) {
      return new Verdict.Wrong(
          "The time of the signature is "
              + off.abs().toSeconds()
              + " seconds "
              + (off.isNegative() ? "ahead" : "old")
              + ".",
          "Set the clock of the sender, and sign each attempt anew.");
    }
    return null;
  }

  private Verdict match(byte[] body, List<String> secrets) {
    byte[] matched = null;
    for (String secret : secrets) {
      byte[] right = hmac(standard ? bytes(secret) : utf8(secret), utf8(signed), body);
      for (byte[] one : given) {
        if (MessageDigest.isEqual(right, one)) {
          matched = right;
        }
      }
    }
    return matched != null
        ? new Verdict.Valid(matched)
        : new Verdict.Wrong(
            "The signature does not match the body and the secret of this webhook.",
            "Use the secret that was shown when this webhook was made, and sign the bytes that are"
                + " sent, before anything formats them again.");
  }

  private static @Nullable Signature read(Function<String, @Nullable String> header) {
    String own = header.apply(HEADER);
    if (own != null) {
      return own(own);
    }
    String id = header.apply("webhook-id");
    String time = header.apply("webhook-timestamp");
    String signatures = header.apply("webhook-signature");
    if (id == null || time == null || signatures == null) {
      return null;
    }
    List<byte[]> given = new ArrayList<>();
    for (String part : signatures.strip().split(" +", MOST)) {
      if (part.startsWith("v1,")) {
        given.add(Base64.getDecoder().decode(part.substring(3)));
      }
    }
    return new Signature(
        Instant.ofEpochSecond(Long.parseLong(time.strip())),
        id + "." + time.strip() + ".",
        given,
        true);
  }

  private static Signature own(String header) {
    String time = null;
    List<byte[]> given = new ArrayList<>();
    for (String part : header.split(",", MOST)) {
      String[] pair = part.strip().split("=", 2);
      if (pair.length == 2 && pair[0].equals("t")) {
        time = pair[1];
      } else if (pair.length == 2 && pair[0].equals("v1")) {
        given.add(HexFormat.of().parseHex(pair[1]));
      }
    }
    if (time == null) {
      throw new IllegalArgumentException("no time");
    }
    return new Signature(Instant.ofEpochSecond(Long.parseLong(time)), time + ".", given, false);
  }

  private static byte[] bytes(String secret) {
    return Base64.getDecoder().decode(secret.substring(WebhookSecrets.PREFIX.length()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hmac(byte[] key, byte[] first, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(first);
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
