package dev.metaagent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.database.DatabaseSettings;
import dev.metaagent.kernel.OrganizationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSecretTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final OrganizationId OTHER =
      OrganizationId.parse("00000000-0000-7000-8000-000000000002");

  @TempDir Path folder;

  private ServerSecret of(@Nullable String given) {
    return new ServerSecret(
        new AccessSettings("auto", List.of(), null, given, 50, 200, 5_000, 1048576),
        new DatabaseSettings(folder, null, null, null, null, null, 16, 30, 30));
  }

  @Test
  void eachPurposeAndEachOrganizationHasItsOwnKey() {
    ServerSecret secret = new ServerSecret(SECRET);
    assertThat(secret.derive("privacy/1", OrganizationId.LOCAL))
        .hasSize(32)
        .isEqualTo(new ServerSecret(SECRET).derive("privacy/1", OrganizationId.LOCAL))
        .isNotEqualTo(secret.derive("privacy/2", OrganizationId.LOCAL))
        .isNotEqualTo(secret.derive("privacy/1", OTHER))
        .isNotEqualTo(secret.derive("privacy/1"))
        .isNotEqualTo(new ServerSecret(SECRET + "x").derive("privacy/1", OrganizationId.LOCAL));
  }

  /// Pseudonyms and webhooks live as long as this: the derivation never changes. The value was
  /// computed apart from this code, with HMAC of Python's standard library after RFC 5869.
  @Test
  void theDerivationIsHkdfAndStaysTheSame() {
    assertThat(
            HexFormat.of()
                .formatHex(new ServerSecret(SECRET).derive("privacy/1", OrganizationId.LOCAL)))
        .isEqualTo("771bd83146fe698b85447ea4e4ffda0d7cd5c43bdea244fa68db6a475b2b30bd");
  }

  @Test
  void whereNoneIsGivenOneIsMadeAndKeptForItsUserOnly() throws IOException {
    byte[] first = of(null).derive("x");
    assertThat(of(null).derive("x")).isEqualTo(first);
    Path file = folder.resolve(ServerSecret.FILE);
    assertThat(Files.readString(file)).hasSize(65);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void theGivenOneIsUsedAndNothingIsWritten() throws IOException {
    assertThat(of(SECRET).derive("x")).isEqualTo(new ServerSecret(SECRET).derive("x"));
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aShortOneIsRefusedByTheNameOfItsSetting() {
    assertThatThrownBy(() -> of("changeme"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("METAAGENT_SECRET")
        .hasMessageNotContaining("changeme");
  }
}
