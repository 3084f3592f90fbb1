package dev.metaagent.access.keys;

import dev.metaagent.access.Mode;
import dev.metaagent.access.ServerSecret;
import dev.metaagent.access.limits.RateLimits;
import dev.metaagent.access.secrets.CredentialForms;
import dev.metaagent.access.secrets.OwnerFile;
import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// What reads the metrics of the process, which say something about all organizations together and
/// therefore belong to whoever operates the server, not to the administrators of organizations.
/// Without METAAGENT_METRICS_TOKEN the token is derived from the secret of the installation and
/// written to a file that only this user can read. Local mode needs none.
@Component
@Order(10)
public class MetricsToken implements ApplicationRunner {

  static final String FILE = "metrics-token";
  private static final Logger log = LoggerFactory.getLogger(MetricsToken.class);

  private final Mode mode;
  private final RateLimits limits;
  private final Path file;
  private final boolean derived;
  private final String token;

  MetricsToken(
      Mode mode,
      MetricsSettings settings,
      ServerSecret secret,
      RateLimits limits,
      DatabaseSettings database) {
    this.mode = mode;
    this.limits = limits;
    this.file = database.data().resolve(FILE).toAbsolutePath();
    String given = settings.token();
    this.derived = given == null;
    this.token = given == null ? HexFormat.of().formatHex(secret.derive("metrics/1")) : given;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (mode.local() || !derived) {
      return;
    }
    OwnerFile.prepare(file);
    OwnerFile.write(file, token);
    log.info("The token that reads /metrics is in {}", file);
  }

  /// Refuses a caller whose `Authorization` header does not hold the token.
  ///
  /// @throws MetaAgentException UNAUTHENTICATED
  public void require(@Nullable String authorization, String remote) {
    if (mode.local()) {
      return;
    }
    String shown = CredentialForms.fromAuthorization(authorization).orElse("");
    if (!MessageDigest.isEqual(bytes(shown), bytes(token))) {
      limits.wrongKey(remote);
      throw new MetaAgentException(
          ErrorCode.UNAUTHENTICATED,
          "The metrics of the server need Authorization: Bearer <the metrics token>, which is in"
              + " the file metrics-token of the data folder, or in METAAGENT_METRICS_TOKEN.");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
