package dev.metaagent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/desk, https://github.com/acme/desk",
    "' https://github.com/acme/desk.git ', https://github.com/acme/desk.git",
    "https://user:token@github.com/acme/desk, https://github.com/acme/desk",
    "https://token@github.com:8443/acme/desk, https://github.com:8443/acme/desk",
    "https://user:p@ss:word@github.com/acme/desk, https://github.com/acme/desk",
    "https://x:y@[2001:db8::1]:22/desk, https://[2001:db8::1]:22/desk",
    "https://github.com/acme/desk?access_token=abc#top, https://github.com/acme/desk",
    "https://registry.example.org/@acme/desk, https://registry.example.org/@acme/desk",
    "ssh://git@github.com/acme/desk, ssh://github.com/acme/desk",
    "git@github.com:acme/desk.git, github.com:acme/desk.git",
    "user:token@github.com/acme/desk, github.com/acme/desk",
    "file:///srv/desk, file:///srv/desk"
  })
  void anAddressIsKeptWithoutCredentials(String sent, String kept) {
    assertThat(RepositoryUrl.of(sent)).isEqualTo(kept);
    assertThat(RepositoryUrl.of(kept)).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "https://",
        "https:///acme",
        "https://user:pass/word@github.com/acme",
        "https://github.com/acme desk",
        "https://github.com/acme\ndesk",
        "user:token@",
        "?token=x"
      })
  void whatIsNoClearAddressIsNotKept(String sent) {
    assertThat(RepositoryUrl.of(sent)).isNull();
  }

  @Test
  void anAddressThatIsTooLongIsNotKept() {
    assertThat(RepositoryUrl.of("https://example.org/" + "a".repeat(480))).isNotNull();
    assertThat(RepositoryUrl.of("https://example.org/" + "a".repeat(481))).isNull();
  }
}
