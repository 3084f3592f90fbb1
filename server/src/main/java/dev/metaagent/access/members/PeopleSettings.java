package dev.metaagent.access.members;

import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Sign-in and sessions.
///
/// @param adminEmail the first administrator of a server that is not local (METAAGENT_ADMIN_EMAIL)
/// @param newLink create a link for that address at this start in any case (METAAGENT_ADMIN_LINK)
/// @param sessionIdle time without requests that ends a session (METAAGENT_SESSION_IDLE)
/// @param sessionLife a session ends after it in any case (METAAGENT_SESSION_LIFE)
/// @param signInsPerMinute attempts from one address (METAAGENT_SIGN_INS_PER_MINUTE)
@ConfigurationProperties("metaagent.people")
public record PeopleSettings(
    @DefaultValue("admin@localhost") String adminEmail,
    @DefaultValue("false") boolean newLink,
    @DefaultValue("12h") Duration sessionIdle,
    @DefaultValue("7d") Duration sessionLife,
    @DefaultValue("30") int signInsPerMinute) {

  public PeopleSettings {
    adminEmail = adminEmail.strip().toLowerCase(Locale.ROOT);
    if (sessionIdle.isNegative()
        || sessionIdle.isZero()
        || sessionLife.compareTo(sessionIdle) < 0) {
      throw new IllegalArgumentException(
          "METAAGENT_SESSION_IDLE is longer than nothing, and METAAGENT_SESSION_LIFE is not"
              + " shorter");
    }
    if (signInsPerMinute < 1) {
      throw new IllegalArgumentException("METAAGENT_SIGN_INS_PER_MINUTE is at least 1");
    }
  }
}
