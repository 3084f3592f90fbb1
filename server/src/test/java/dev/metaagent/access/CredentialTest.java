package dev.metaagent.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.secrets.CredentialForms;
import dev.metaagent.access.secrets.SecretToken;
import dev.metaagent.kernel.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a request shows to say who it is, told by its form; and our own tokens.
class CredentialTest {

  private static final String JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.sig";

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ma_k", "bearer  ma_k ", "ma_k", "Token ma_k"})
  void aKeyIsFoundBehindAnyScheme(String header) {
    assertThat(Credential.of(header, null)).isEqualTo(new Credential.Key("ma_k"));
  }

  @Test
  void aKeyMayBeThePasswordOrTheUserOfBasic() {
    assertThat(Credential.of(basic("metaagent:ma_k"), null)).isEqualTo(new Credential.Key("ma_k"));
    assertThat(Credential.of(basic("ma_k:"), null)).isEqualTo(new Credential.Key("ma_k"));
    assertThat(Credential.of(basic("ma_k:other"), null)).isEqualTo(new Credential.Key("ma_k"));
    assertThat(Credential.of(basic("ma_k"), null)).isEqualTo(new Credential.Key("ma_k"));
    assertThat(Credential.of(basic("pk-lf-1:sk-lf-2"), null))
        .isEqualTo(new Credential.Foreign("sk-lf-2"));
    assertThat(Credential.of("Basic ###", null)).isEqualTo(new Credential.Foreign("###"));
  }

  @Test
  void ofTwoHeadersOursCounts() {
    assertThat(Credential.of("Bearer sk-x", "ma_k")).isEqualTo(new Credential.Key("ma_k"));
    assertThat(Credential.of("Bearer ma_k", "sk-x")).isEqualTo(new Credential.Key("ma_k"));
    assertThat(Credential.of("Bearer sk-x", "lsv2_y")).isEqualTo(new Credential.Foreign("sk-x"));
  }

  @Test
  void nothingAndBlanksAreNone() {
    assertThat(Credential.of(null, null)).isEqualTo(new Credential.None());
    assertThat(Credential.of(" ", "  ")).isEqualTo(new Credential.None());
    assertThat(Credential.of("Bearer  ", null)).isNotInstanceOf(Credential.Key.class);
  }

  @Test
  void aTokenOfThreePartsIsAJwt() {
    assertThat(Credential.of("Bearer " + JWT, null)).isEqualTo(new Credential.Jwt(JWT));
    assertThat(Credential.of("Bearer eyJx", null)).isEqualTo(new Credential.Foreign("eyJx"));
    assertThat(CredentialForms.isJwt("eyJh.eyJz.")).isTrue();
    assertThat(CredentialForms.isJwt("eyJh..sig")).isFalse();
    assertThat(CredentialForms.isJwt("x" + JWT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "lsv2_pt_x,LangSmith", "ls__x,LangSmith", "sk-lf-x,Langfuse", "pk-lf-x,Langfuse",
    "sk-ant-x,Anthropic", "sk-helicone-x,Helicone", "sk-proj-x,OpenAI", "tl_x,Traceloop",
    "eyJx,JWT", "something,"
  })
  void theFormTellsWhoseCredentialItIs(String text, @Nullable String product) {
    assertThat(new Credential.Foreign(text).product()).isEqualTo(product);
  }

  @Test
  void noCredentialIsWrittenIntoALog() {
    assertThat(
            new Credential.Key("ma_s3cret")
                + " "
                + new Credential.Jwt("s3cret")
                + " "
                + new Credential.Session("s3cret")
                + " "
                + new Credential.Foreign("s3cret"))
        .doesNotContain("s3cret");
  }

  private final OrganizationId organization = new OrganizationId(new UUID(-1, 5));
  private final SecureRandom random = new SecureRandom();

  @ParameterizedTest
  @EnumSource(SecretToken.Kind.class)
  void aTokenIsReadAsItWasShown(SecretToken.Kind kind) {
    SecretToken token = SecretToken.random(kind, organization, random);
    assertThat(SecretToken.parse(kind, token.reveal())).hasValue(token);
    assertThat(token.toString()).doesNotContain(token.secret());
    for (SecretToken.Kind other : SecretToken.Kind.values()) {
      if (other != kind) {
        assertThat(SecretToken.parse(other, token.reveal())).as(other.name()).isEmpty();
      }
    }
  }

  @Test
  void noTwoTokensAreTheSame() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(seen.add(SecretToken.random(SecretToken.Kind.KEY, organization, random).secret()))
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ma_",
        "ma_0123456789abcdef0123456789abcdef_short_0123456789012345678901234567890123456789",
        "ma_0123456789ABCDEF0123456789ABCDEF_0123456789_0123456789012345678901234567890123456789",
        "ma_0123456789abcdef0123456789abcde_0123456789_0123456789012345678901234567890123456789",
        "ma_0123456789abcdef0123456789abcdef_0123456789_01234567890123456789012345678901234567-9",
        "ma_0123456789abcdef0123456789abcdef_0123456789_0123456789",
        " ma_0123456789abcdef0123456789abcdef_0123456789_0123456789012345678901234567890123456789"
      })
  void whatIsNoTokenIsNoneWithoutAFault(String text) {
    assertThat(SecretToken.parse(SecretToken.Kind.KEY, text)).isEmpty();
  }

  @Test
  void aTokenFitsTheHashOfItsSecretAlone() {
    SecretToken token = new SecretToken(SecretToken.Kind.KEY, organization, "0123456789", "abc");
    // SHA-256 of "abc", FIPS 180-2
    assertThat(token.secretHash())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(token.fits(token.secretHash())).isTrue();
    assertThat(token.fits("aa7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
        .isFalse();
    assertThat(token.fits("")).isFalse();
  }

  @Test
  void anOrganizationIsWrittenWithItsHighestBits() {
    assertThat(SecretToken.uuid(SecretToken.hex(organization.value())))
        .isEqualTo(organization.value());
  }

  @ParameterizedTest
  @CsvSource({
    "ADMIN,ADMIN,true", "ADMIN,INGEST,true", "DEVELOPER,ADMIN,false", "DEVELOPER,VIEWER,true",
    "DEVELOPER,INGEST,true", "VIEWER,DEVELOPER,false", "VIEWER,INGEST,false", "VIEWER,VIEWER,true",
    "INGEST,VIEWER,false", "INGEST,INGEST,true"
  })
  void aRoleCoversWhatItSays(Role role, Role needed, boolean covers) {
    assertThat(role.covers(needed)).isEqualTo(covers);
  }
}
