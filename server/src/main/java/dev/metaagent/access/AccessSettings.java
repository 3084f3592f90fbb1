package dev.metaagent.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Mode, addresses and rate limits.
///
/// @param mode `auto`: local if the database is embedded and the server listens on loopback only;
///   `local` and `server` set it explicitly (METAAGENT_MODE)
/// @param hosts further names under which this server may be addressed (METAAGENT_HOSTS)
/// @param publicUrl the address agents use, where it is not the one the browser uses
///   (METAAGENT_PUBLIC_URL)
/// @param secret the secret from which keys of this installation are derived (METAAGENT_SECRET);
///   null: kept in the data folder
/// @param ratePerSecond API calls of one key in a second
/// @param rateBurst API calls of one key at once
/// @param agentRatePerSecond calls of one key in a second for policies and approvals
///   (METAAGENT_AGENT_RATE_PER_SECOND)
/// @param maxBodyBytes largest body of an API call
@ConfigurationProperties("metaagent.access")
public record AccessSettings(
    @DefaultValue("auto") String mode,
    @DefaultValue List<String> hosts,
    @Nullable String publicUrl,
    @Nullable String secret,
    @DefaultValue("50") int ratePerSecond,
    @DefaultValue("200") int rateBurst,
    @DefaultValue("5000") int agentRatePerSecond,
    @DefaultValue("1048576") long maxBodyBytes) {

  public AccessSettings {
    if (!List.of("auto", "local", "server").contains(mode)) {
      throw new IllegalArgumentException("METAAGENT_MODE is auto, local or server, not " + mode);
    }
    hosts = hosts.stream().filter(host -> !host.isBlank()).map(String::strip).toList();
    publicUrl = publicUrl == null || publicUrl.isBlank() ? null : publicUrl.strip();
    secret = secret == null || secret.isBlank() ? null : secret.strip();
  }
}
