package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The same values in other clothes: encoded, spelled out, in commands, elements and sentences.
class FormsTest {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private static String drawn(String prefix, int count) {
    Random random = new Random(prefix.length());
    StringBuilder key = new StringBuilder(prefix);
    for (int i = 0; i < count; i++) {
      key.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return key.append('7').toString();
  }

  private static List<String> keys() {
    return List.of(
        drawn("sk-proj-", 48),
        drawn("ghp_", 35),
        "AKIA" + drawn("", 15).toUpperCase(Locale.ROOT),
        drawn("xoxb-", 40),
        drawn("mas_" + "0123456789abcdef".repeat(2) + "_" + drawn("", 9) + "_", 39),
        drawn("ma_" + "0123456789abcdef".repeat(2) + "_" + drawn("", 9) + "_", 39),
        drawn("mal_" + "0123456789abcdef".repeat(2) + "_" + drawn("", 9) + "_", 39));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%22KEY%22",
        "q%3DKEY",
        "a%20KEY",
        "a%2520KEY",
        "x_KEY",
        "my_key_KEY ",
        "(KEY)",
        "'KEY'",
        "k=KEY&b=1",
        "&quot;KEY&quot;",
        "[KEY]",
        "https://x.example/?a=b%26t=KEY%26c"
      })
  void aKeyIsFoundBehindAnySign(String form) {
    for (String key : keys()) {
      assertThat(Texts.clean(form.replace("KEY", key))).as(form + " " + key).doesNotContain(key);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "curl -u ada:Sommer24! https://x.example | Sommer24!",
        "curl -u ada:geheim https://x.example    | geheim",
        "http --user 'ada:p4ss w' x.example      | p4ss w",
        "wget --user ada --password Sommer24 x   | Sommer24",
        "app --password geheimnis --port 80      | geheimnis",
        "app --db-password \"s3cr3t\" start      | s3cr3t",
        "docker login -u ada -p Sommer24 r.example | Sommer24",
        "mysql -uroot -pSommer24 shop            | Sommer24",
        "sshpass -p Sommer24 ssh x               | Sommer24",
        "'password' => 'Sommer24'                | Sommer24",
        "password => Sommer24                    | Sommer24",
        "password := \"Sommer24\"                | Sommer24",
        "<password>Sommer24</password>           | Sommer24",
        "<db:Password>geheimnis</db:Password>    | geheimnis",
        "the password is Sommer24.               | Sommer24",
        "My password is: \"Sommer24!\"           | Sommer24!",
        "Das Passwort lautet Sommer24            | Sommer24",
        "su contraseña es Sommer24,              | Sommer24",
        "{\"name\":\"password\",\"value\":\"Sommer24\"} | Sommer24",
        "{\"key\": \"db_password\", \"value\": \"geheimnis\"} | geheimnis"
      })
  void passwordsAreFoundInCommandsElementsAndSentences(String text, String password) {
    assertThat(Texts.values(text)).containsExactly("password " + password);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker run -u 1000:1000 -p 8080:80 app",
        "docker run --user node:node app",
        "mkdir -p build/out && cp -u a:b c",
        "use --password to sign in, --password-stdin reads it from a pipe",
        "the --password option is required",
        "--token FILE --api-key your-api-key-goes-here-please",
        "the password is required, the password is incorrect, password is case-sensitive",
        "the password is base64-encoded and the token is invalid",
        "the pass rate is 99.5%, pass is 12of20",
        "<password></password><token>abc</token><passwordHint>my first pet</passwordHint>",
        "map => password, x => 5, token => token",
        "git log -p -5 --since 2024-01-01",
        "psql -p 5432 -u postgres",
        "{\"name\":\"temperature\",\"value\":\"Sommer24\"}"
      })
  void commandsAndSentencesWithoutASecretStay(String text) {
    assertThat(Texts.found(text)).as(text).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada%40x.example", "ada%2540x.example", "ada%252540x.example", "ada&#64;x.example",
            "ada&#x40;x.example",
        "ada&amp;#64;x.example", "ada&commat;x.example", "ada＠x.example", "ａｄａ＠ｘ．ｅｘａｍｐｌｅ",
            "ada\u200B@x.example",
        "a\u200Dd\u00ADa@x.exam\uFEFFple", "ada\\u0040x.example", "ada\\uFF20x.example"
      })
  void anAddressIsFoundHoweverItsSignIsWritten(String address) {
    assertThat(Texts.clean("mail " + address + " please"))
        .isEqualTo("mail " + Texts.clean("ada@x.example") + " please");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada [at] x.example",
        "ada[at]x[dot]example",
        "ada (at) x (dot) example",
        "ada AT x DOT example",
        "ada at x dot example",
        "ada {at} mail.x.example"
      })
  void anAddressIsFoundWhereItsSignsAreSpelledOut(String address) {
    assertThat(Texts.kinds("write to " + address + ", please")).containsExactly("email");
    assertThat(Texts.clean("write to " + address + ", please"))
        .matches("write to <EMAIL:k[a-z2-7]{14}>, please");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "look at x.example or at noon",
        "meet at the dot",
        "array[at] = x.y",
        "f(at) dot product",
        "at 5 dot 3"
      })
  void otherUsesOfAtStay(String text) {
    assertThat(Texts.found(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "write to ada@x.example please",
        "{\"email\":\"ada@x.example\"}",
        "call me at +49 30 5550123",
        "card 4111 1111 1111 1111",
        "Grüße, ada@x.example",
        "{\"password\":\"Sommer24!\"}"
      })
  void anEncodedTextThatHoldsSomethingIsReplacedAsAWhole(String plain) {
    byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
    for (String encoded :
        List.of(
            Base64.getEncoder().encodeToString(bytes),
            Base64.getEncoder().withoutPadding().encodeToString(bytes),
            Base64.getUrlEncoder().encodeToString(bytes),
            HexFormat.of().formatHex(bytes),
            HexFormat.of().withUpperCase().formatHex(bytes))) {
      for (String around :
          List.of("%s", "data:text/plain;base64,%s", "{\"type\":\"blob\",\"content\":\"%s\"}")) {
        String text = around.formatted(encoded);
        assertThat(Texts.clean(text)).as(text).doesNotContain(encoded.substring(0, 12));
        assertThat(Texts.clean(text)).startsWith(around.substring(0, around.indexOf('%')) + "<");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a text that holds nothing at all", "{\"cursor\":4711,\"page\":\"next\"}"})
  void anEncodedTextThatHoldsNothingStays(String plain) {
    byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
    String base64 = "next=" + Base64.getEncoder().encodeToString(bytes);
    String hex = HexFormat.of().formatHex(bytes);

    assertThat(Texts.clean(base64)).isSameAs(base64);
    assertThat(Texts.clean(hex)).isSameAs(hex);
  }

  @Test
  void encodedTextsTakeTimeInProportionToTheirLength() {
    byte[] picture = new byte[600_000];
    new Random(1).nextBytes(picture);
    String image = Base64.getEncoder().encodeToString(picture);
    String text =
        Base64.getEncoder()
            .encodeToString("no one is here. ".repeat(40_000).getBytes(StandardCharsets.UTF_8));
    String[] pieces = {
      image,
      text,
      "YWRh/".repeat(100_000),
      "&amp;".repeat(100_000),
      "%25".repeat(200_000),
      " at ".repeat(100_000)
    };
    for (String piece : pieces) {
      long begun = System.nanoTime();
      Texts.clean(piece);
      assertThat(System.nanoTime() - begun).as(piece.substring(0, 8)).isLessThan(3_000_000_000L);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111.1111.1111.1111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "４１１１ １１１１ １１１１ １１１１"
      })
  void aCardIsFoundInAnyGroups(String card) {
    assertThat(Texts.kinds("pay with " + card + " today")).containsExactly("card");
  }
}
