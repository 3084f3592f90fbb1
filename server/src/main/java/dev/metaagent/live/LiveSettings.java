package dev.metaagent.live;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Limits of connections, and the bus between nodes.
///
/// @param connections of this process (METAAGENT_LIVE_CONNECTIONS)
/// @param perOrganization of one organization in this process
///   (METAAGENT_LIVE_CONNECTIONS_PER_ORGANIZATION)
/// @param bus `poll` or `notify` (METAAGENT_LIVE_BUS)
@ConfigurationProperties("metaagent.live")
record LiveSettings(
    @DefaultValue("2000") int connections,
    @DefaultValue("500") int perOrganization,
    @DefaultValue("poll") String bus) {

  LiveSettings {
    if (!bus.equals("poll") && !bus.equals("notify")) {
      throw new IllegalArgumentException("METAAGENT_LIVE_BUS is poll or notify, not " + bus);
    }
  }
}
