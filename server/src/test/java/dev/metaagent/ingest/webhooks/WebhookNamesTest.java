package dev.metaagent.ingest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.access.ServerSecret;
import dev.metaagent.kernel.OrganizationId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses of webhooks, their secrets, and whose events they take.
class WebhookNamesTest {

  private final OrganizationId organization = new OrganizationId(new UUID(-1, 5));

  @Test
  void anAddressCarriesItsOrganizationAndAnIdThatNobodyGuesses() {
    EndpointId one = EndpointId.random(organization, new SecureRandom());
    assertThat(EndpointId.parse(one.toString())).hasValue(one);
    assertThat(one.toString()).startsWith("ffffffffffffffff0000000000000005_").hasSize(53);
    assertThat(EndpointId.random(organization, new SecureRandom())).isNotEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ffffffffffffffff0000000000000005",
        "ffffffffffffffff0000000000000005_short",
        "FFFFFFFFFFFFFFFF0000000000000005_01234567890123456789",
        "ffffffffffffffff0000000000000005_0123456789012345678-",
        "ffffffffffffffff0000000000000005_012345678901234567890"
      })
  void whatIsNoAddressIsNone(String text) {
    assertThat(EndpointId.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"N8N,n8n", "COLDFORGE,coldforge", "AGENCY_PM,agency-pm", "GENERIC,generic"})
  void aSourceHasOneNameInItsAddress(SourceKind kind, String wire) {
    assertThat(kind.wire()).isEqualTo(wire);
    assertThat(SourceKind.of(wire)).isEqualTo(kind);
  }

  @Test
  void anotherSourceIsRefusedWithTheOnesThatThereAre() {
    assertThat(SourceKind.find("N8N")).isEmpty();
    assertThatThrownBy(() -> SourceKind.of("zapier"))
        .hasMessageContaining("n8n, coldforge, agency-pm or generic");
  }

  @Test
  void aSecretIsDerivedAndNeverStored() {
    WebhookSecrets secrets =
        new WebhookSecrets(
            new ServerSecret("a secret of the server, long enough"),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    String first = secrets.text(organization, "w1", 1);

    assertThat(first).startsWith("whsec_");
    assertThat(Base64.getDecoder().decode(first.substring(6))).hasSize(32);
    assertThat(secrets.text(organization, "w1", 1)).isEqualTo(first);
    assertThat(secrets.text(organization, "w1", 2)).as("after a rotation").isNotEqualTo(first);
    assertThat(secrets.text(organization, "w2", 1)).isNotEqualTo(first);
    assertThat(secrets.text(new OrganizationId(new UUID(-1, 6)), "w1", 1)).isNotEqualTo(first);
  }
}
