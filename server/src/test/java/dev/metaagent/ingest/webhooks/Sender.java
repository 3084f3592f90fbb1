package dev.metaagent.ingest.webhooks;

import dev.metaagent.testing.Asking;
import dev.metaagent.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/// Another system that signs its events, and the webhook it sends them to.
final class Sender {

  private static final TestServer SERVER = TestServer.remote();

  private final String id;
  private final String path;
  private String secret;

  private Sender(JsonNode made) {
    this.id = made.get("webhook").get("id").asString();
    this.path = made.get("webhook").get("url").asString();
    this.secret = made.get("secret").asString();
  }

  static Sender of(Asking asking, String source) {
    return of(asking, source, "");
  }

  /// @param more further JSON fields of the request, with a comma before them
  static Sender of(Asking asking, String source, String more) {
    var made =
        asking.send(
            "POST",
            "/api/v1/webhooks",
            "{\"source\":\"" + source + "\",\"name\":\"test\"" + more + "}");
    if (made.statusCode() != 201) {
      throw new IllegalStateException(made.body());
    }
    return new Sender(TestServer.json(made));
  }

  String id() {
    return id;
  }

  String path() {
    return path;
  }

  String secret() {
    return secret;
  }

  Sender with(String newSecret) {
    this.secret = newSecret;
    return this;
  }

  HttpResponse<String> send(String body) {
    return send(body, Clock.systemUTC().instant().getEpochSecond());
  }

  HttpResponse<String> send(String body, long time) {
    return raw(body, "t=" + time + ",v1=" + hmac(time + "." + body));
  }

  /// The bytes that sign a body.
  byte[] signature(String body, long time) {
    return HexFormat.of().parseHex(hmac(time + "." + body));
  }

  HttpResponse<String> raw(String body, String signature) {
    return SERVER.send(
        SERVER
            .request(path)
            .header("Content-Type", "application/json")
            .header(Signature.HEADER, signature)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
