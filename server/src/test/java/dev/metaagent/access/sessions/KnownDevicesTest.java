package dev.metaagent.access.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.ServerSecret;
import org.junit.jupiter.api.Test;

class KnownDevicesTest {

  private final KnownDevices devices = new KnownDevices(new ServerSecret("s".repeat(32)));

  @Test
  void aBrowserIsKnownToThePersonWhoSignedInThere() {
    String cookie = devices.cookie("ada@x.example");
    assertThat(devices.id(cookie, "ada@x.example")).isPresent();
    assertThat(devices.id(cookie, "bob@x.example")).isEmpty();
    assertThat(devices.cookie("ada@x.example")).isNotEqualTo(cookie);
  }

  @Test
  void nobodyElseCanMakeACookie() {
    String cookie = devices.cookie("ada@x.example");
    KnownDevices elsewhere = new KnownDevices(new ServerSecret("t".repeat(32)));
    assertThat(devices.id(elsewhere.cookie("ada@x.example"), "ada@x.example")).isEmpty();
    assertThat(devices.id(null, "ada@x.example")).isEmpty();
    for (String forged :
        new String[] {"", ".", "..", "x", "x" + cookie, cookie + "x", cookie + ".x"}) {
      assertThat(devices.id(forged, "ada@x.example")).as(forged).isEmpty();
    }
  }
}
