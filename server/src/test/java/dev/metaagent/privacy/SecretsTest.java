package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys and tokens: told by how they begin and how long they are, as their issuers publish it. Each
/// is put together here, so that no scanner of repositories takes this file for a leak.
class SecretsTest {

  private static final String MIXED = "a8F3k2M9qX7Lp0Zr5Tv1bN6cW4dY";
  private static final String HEX = "9f86d081884c7d659a2feaa0c55ad015";
  private static final String CAPITALS = "Q7ZK2M9XA4LP8RTV5NB3CWDY6F";

  private static String drawn(String alphabet, int length) {
    String from =
        switch (alphabet) {
          case "hex" -> HEX;
          case "capitals" -> CAPITALS;
          default -> MIXED;
        };
    return from.repeat(length / from.length() + 1).substring(0, length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws_key       | AKIA           | capitals | 16",
        "aws_key       | ASIA           | capitals | 16",
        "google_key    | AIza           | mixed    | 35",
        "google_key    | GOCSPX-        | mixed    | 28",
        "google_key    | ya29.          | mixed    | 60",
        "github_token  | ghp_           | mixed    | 36",
        "github_token  | gho_           | mixed    | 36",
        "github_token  | ghs_           | mixed    | 36",
        "github_token  | github_pat_    | mixed    | 82",
        "gitlab_token  | glpat-         | mixed    | 20",
        "gitlab_token  | glptt-         | hex      | 40",
        "slack_token   | xoxb-          | mixed    | 50",
        "slack_token   | xapp-          | mixed    | 50",
        "stripe_key    | sk_live_       | mixed    | 24",
        "stripe_key    | rk_test_       | mixed    | 24",
        "stripe_key    | whsec_         | mixed    | 32",
        "anthropic_key | sk-ant-        | mixed    | 95",
        "openai_key    | sk-            | mixed    | 48",
        "openai_key    | sk-proj-       | mixed    | 120",
        "metaagent_key | ma_            | mixed    | 80",
        "api_key       | sk-or-v1-      | hex      | 64",
        "api_key       | hf_            | mixed    | 34",
        "api_key       | gsk_           | mixed    | 52",
        "api_key       | xai-           | mixed    | 80",
        "api_key       | pplx-          | mixed    | 48",
        "api_key       | r8_            | mixed    | 37",
        "api_key       | nvapi-         | mixed    | 64",
        "api_key       | npm_           | mixed    | 36",
        "api_key       | rubygems_      | hex      | 48",
        "api_key       | dop_v1_        | hex      | 64",
        "api_key       | key-           | hex      | 32",
        "api_key       | shpat_         | hex      | 32",
        "api_key       | lin_api_       | mixed    | 40",
        "api_key       | PMAK-          | mixed    | 59",
        "api_key       | hvs.           | mixed    | 90",
        "api_key       | glsa_          | mixed    | 41",
        "api_key       | SG.            | mixed    | 66",
        "api_key       | figd_          | mixed    | 43",
        "api_key       | phc_           | mixed    | 43"
      })
  void aKeyIsToldByHowItBegins(String kind, String begins, String alphabet, int length) {
    String key = begins + drawn(alphabet, length);

    assertThat(Texts.values("use " + key + " for it")).containsExactly(kind + " " + key);
    assertThat(Texts.values("{\"value\":\"" + key + "\"}")).containsExactly(kind + " " + key);
    assertThat(Texts.clean("use " + key)).isEqualTo("use <" + upper(kind) + ">");
    assertThat(Texts.kinds("use " + begins + "x".repeat(length))).as("typed, not drawn").isEmpty();
    assertThat(Texts.kinds("use x" + key)).as("inside of a longer word").isEmpty();
  }

  private static String upper(String kind) {
    return kind.toUpperCase(java.util.Locale.ROOT);
  }

  @ParameterizedTest
  @CsvSource({
    "AKIA,capitals,15", "AKIA,capitals,17", "AIza,mixed,34", "AIza,mixed,36", "ghp_,mixed,35",
    "r8_,mixed,36", "r8_,mixed,38", "npm_,mixed,35", "dop_v1_,hex,63", "sk-ant-,mixed,10",
    "xoxb-,mixed,19", "glptt-,hex,39"
  })
  void aKeyOfAnotherLengthIsNone(String begins, String alphabet, int length) {
    assertThat(Texts.kinds("use " + begins + drawn(alphabet, length) + " for it")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-your-key-goes-right-here-please",
        "AKIAXXXXXXXXXXXXXXXX",
        "ghp_your_token_here",
        "sk-learn-is-a-library-for-python",
        "xoxb-your-bot-token-here-please",
        "hf_model_name_of_a_repository_of_theirs"
      })
  void whatIsWrittenToShowWhereAKeyWouldStandIsNone(String text) {
    assertThat(Texts.kinds("export KEY " + text)).isEmpty();
  }

  @Test
  void webTokensHaveTwoOrThreeParts() {
    String head = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
    String claims = "eyJzdWIiOiIxMjM0NTY3ODkwIn0";
    String token = head + "." + claims + ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV";

    assertThat(Texts.values("token " + token)).containsExactly("jwt " + token);
    assertThat(Texts.values("Authorization: Bearer " + token)).containsExactly("jwt " + token);
    assertThat(Texts.kinds("id " + head)).isEmpty();
    assertThat(Texts.kinds("id " + head + ".ab")).isEmpty();
  }

  @Test
  void headersOfAuthorizationHoldSecretsOfAnyForm() {
    String token = drawn("mixed", 24);

    assertThat(Texts.values("Authorization: Bearer " + token))
        .containsExactly("bearer_token " + token);
    assertThat(Texts.values("curl -H 'authorization: bearer " + token + "'"))
        .containsExactly("bearer_token " + token);
    assertThat(Texts.values("Basic YWRhOnNlY3JldDE="))
        .containsExactly("bearer_token YWRhOnNlY3JldDE=");
    assertThat(Texts.kinds("Basic cGxhaW4gdGV4dCAx")).as("no colon, no credentials").isEmpty();
    assertThat(Texts.kinds("Bearer of good news and more")).isEmpty();
    assertThat(Texts.kinds("Bearer <token>")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"RSA PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY"})
  void aPrivateKeyIsFoundWhole(String name) {
    String key = "-----BEGIN " + name + "-----\nMIIEow+x/aB9\nQ2k=\n-----END " + name + "-----";

    assertThat(Texts.values("it is\n" + key + "\nhere")).containsExactly("private_key " + key);
    assertThat(Texts.clean("{\"k\":\"" + key.replace("\n", "\\n") + "\",\"x\":1}"))
        .isEqualTo("{\"k\":\"<PRIVATE_KEY>\",\"x\":1}");
    assertThat(Texts.values(key.substring(0, key.indexOf("-----END")).strip())).hasSize(1);
  }

  @Test
  void aPublicKeyIsNoSecret() {
    assertThat(Texts.kinds("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----")).isEmpty();
    assertThat(Texts.kinds("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgres://ada:s3cret@db.example/x      | ada:s3cret",
        "https://user:pa55@x.example/path?q=1    | user:pa55",
        "redis://:hunter2@cache:6379             | :hunter2",
        "amqp://guest:guest1@mq                  | guest:guest1"
      })
  void credentialsInAnAddressAreFoundAndItsHostStays(String text, String credentials) {
    assertThat(Texts.values(text)).containsExactly("url_credentials " + credentials);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://x.example/path",
        "https://x.example:8443/a",
        "https://user@x.example/a",
        "https://user:<password>@x.example/a",
        "https://user:****@x.example/a",
        "https://user:{password}@x.example/a",
        "https://x.example/?mail=a:b@c",
        "https://user:@x.example/a"
      })
  void anAddressWithoutCredentialsHasNone(String text) {
    assertThat(Texts.kinds(text)).doesNotContain("url_credentials");
  }

  @Test
  void formsWithoutABeginningAreToldByTheirParts() {
    String telegram = "123456789:A" + drawn("mixed", 34);
    String azure = "abc8Q~" + drawn("mixed", 34);
    String discord = "M" + drawn("mixed", 23) + ".Gx1abc." + drawn("mixed", 30);

    assertThat(Texts.values("bot " + telegram)).containsExactly("api_key " + telegram);
    assertThat(Texts.values("azure " + azure)).containsExactly("azure_key " + azure);
    assertThat(Texts.values("discord " + discord)).containsExactly("api_key " + discord);
    assertThat(Texts.kinds("at 123456789:A" + drawn("mixed", 33))).isEmpty();
    assertThat(Texts.kinds("azure abc8Q~" + drawn("mixed", 30))).isEmpty();
  }
}
