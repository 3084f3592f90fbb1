package dev.metaagent.govern.settings;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.policy.json.Canonical;
import dev.metaagent.policy.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Names what is set at one place by its content, so that a change can say what it replaces. Equal
/// contents have equal names, also after a database was restored.
@Component
public class SettingsVersion {

  private static final int BYTES = 12;
  private static final Pattern COMMA = Pattern.compile(",");

  private final JsonMapper json;

  SettingsVersion(JsonMapper json) {
    this.json = json;
  }

  /// The name of a content.
  public String of(Object content) {
    String text = Canonical.text(Json.parse(json.writeValueAsString(content)));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The name as an entity tag.
  public static String tag(String version) {
    return "\"" + version + "\"";
  }

  /// Refuses a change whose `If-Match` names something else than what is set. Proxies that compress
  /// make tags weak, which means the same here.
  ///
  /// @param ifMatch null: the change does not say what it replaces
  public void require(@Nullable String ifMatch, Object content) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return;
    }
    String tag = tag(of(content));
    boolean same =
        COMMA
            .splitAsStream(ifMatch)
            .map(String::strip)
            .map(one -> one.startsWith("W/") ? one.substring(2) : one)
            .anyMatch(tag::equals);
    if (!same) {
      throw new MetaAgentException(
          ErrorCode.PRECONDITION_FAILED,
          "Somebody has changed this since you read it: read it again, and then change it.");
    }
  }
}
