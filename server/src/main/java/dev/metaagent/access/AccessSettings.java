package dev.metaagent.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who may come in and how often.
///
/// @param mode `auto`: local where the database is embedded and only loopback is listened on;
///   `local` and `server` say so explicitly (METAAGENT_MODE)
/// @param hosts further names under which this server may be addressed (METAAGENT_HOSTS)
/// @param publicUrl the address agents use, where it is not the one the browser uses
///   (METAAGENT_PUBLIC_URL)
/// @param secret what keys of this installation are derived from (METAAGENT_SECRET); null: kept in
///   the data folder
/// @param ratePerSecond API calls of one key in a second
/// @param rateBurst API calls of one key at once
/// @param maxBodyBytes largest body of an API call
@ConfigurationProperties("metaagent.access")
record AccessSettings(
    @DefaultValue("auto") String mode,
    @DefaultValue List<String> hosts,
    @Nullable String publicUrl,
    @Nullable String secret,
    @DefaultValue("50") int ratePerSecond,
    @DefaultValue("200") int rateBurst,
    @DefaultValue("1048576") long maxBodyBytes) {

  AccessSettings {
    if (!List.of("auto", "local", "server").contains(mode)) {
      throw new IllegalArgumentException("METAAGENT_MODE is auto, local or server, not " + mode);
    }
    hosts = hosts.stream().filter(host -> !host.isBlank()).map(String::strip).toList();
    publicUrl = publicUrl == null || publicUrl.isBlank() ? null : publicUrl.strip();
    secret = secret == null || secret.isBlank() ? null : secret.strip();
  }
}
