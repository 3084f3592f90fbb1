package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the name of a field says about its value, in JSON, settings, addresses and printed objects.
class FieldsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"password\":\"hunter2!\"}            | password hunter2!",
        "{\"password\":\"hunter\"}              | password hunter",
        "{\"userPassword\": \"pa55word\"}       | password pa55word",
        "{\"db_password\":\"x1!\"}              | password x1!",
        "password=abc123                        | password abc123",
        "PGPASSWORD=s3cret                      | password s3cret",
        "MYPASSWORD=s3cret                      |",
        "DB_PASSWORD=s3cret                     | password s3cret",
        "?user=ada&password=abc&x=1             | password abc",
        "password: hunter2!                     | password hunter2!",
        "Config(password='hunter2!', port=1)    | password hunter2!",
        "Passwort: geheim12                     | password geheim12",
        "contraseña=secreto1                    | password secreto1",
        "{'passwd': 'hunter2!'}                 | password hunter2!"
      })
  void thePasswordOfAFieldIsReplaced(String text, String found) {
    if (found == null) {
      assertThat(Texts.kinds(text)).isEmpty();
    } else {
      assertThat(Texts.values(text)).containsExactly(found);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"password\":null}",
        "{\"password\":\"\"}",
        "{\"password\":\"required\"}",
        "{\"password\":\"string\"}",
        "{\"password\":\"********\"}",
        "{\"password\":\"<password>\"}",
        "{\"password\":\"${PASSWORD}\"}",
        "{\"password\":\"{{password}}\"}",
        "{\"password\":{\"type\":\"string\"}}",
        "{\"password_hint\":\"my first pet\"}",
        "{\"passwordless\":\"hunter2!\"}",
        "the password: enter it below",
        "password=getpass()",
        "{\"password\":\"The password of the user\"}"
      })
  void whatIsNoPasswordStays(String text) {
    assertThat(Texts.kinds(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"api_key\":\"%s\"}",
        "{\"apiKey\": \"%s\"}",
        "{\"x-api-key\":\"%s\"}",
        "{\"client_secret\":\"%s\"}",
        "{\"access_token\":\"%s\",\"expires_in\":3600}",
        "API_KEY=%s",
        "secretKey: %s",
        "{\"headers\":{\"cookie\":\"%s\"}}",
        "https://x.example/?token=%s&x=1"
      })
  void theKeyOfAFieldIsReplacedWhereItLooksDrawn(String text) {
    String key = "a8f3K2m9Qx7Lp0Zr5Tv1";

    assertThat(Texts.values(text.formatted(key))).containsExactly("api_key " + key);
    assertThat(Texts.kinds(text.formatted("your-api-key-goes-here"))).isEmpty();
    assertThat(Texts.kinds(text.formatted("a8f3K2m9"))).as("too short").isEmpty();
    assertThat(Texts.kinds(text.formatted("aaaaaaaaaaaaaaaaaaaa"))).as("all the same").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"max_tokens\":4096}",
        "{\"token_count\":\"a8f3K2m9Qx7Lp0Zr5Tv1\"}",
        "{\"tokens_used\":\"a8f3K2m9Qx7Lp0Zr5Tv1\"}",
        "{\"key\":\"a8f3K2m9Qx7Lp0Zr5Tv1\"}",
        "{\"primaryKeyName\":\"a8f3K2m9Qx7Lp0Zr5Tv1\"}",
        "{\"token\":\"the unit that models count in\"}"
      })
  void fieldsThatOnlySoundLikeKeysStay(String text) {
    assertThat(Texts.kinds(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"customer_name\":\"Ada Lovelace\"}          | Ada Lovelace",
        "{\"customerName\":\"Ada Lovelace\"}           | Ada Lovelace",
        "{\"Customer name\":\"Ada Lovelace\"}          | Ada Lovelace",
        "{\"CUSTOMER_NAME\":\"ADA\"}                   | ADA",
        "{\"vorname\":\"Ada\"}                         | Ada",
        "{\"apellidos\":\"Núñez García\"}              | Núñez García",
        "{\"姓名\":\"王小明\"}                          | 王小明",
        "User(last_name='Lovelace', id=3)              | Lovelace",
        "{\"name\":\"Ada Lovelace\",\"phone\":\"x\"}   | Ada Lovelace",
        "{\"email\":null,\"name\":\"Ada Lovelace\"}    | Ada Lovelace"
      })
  void namesOfPeopleAreReplacedInDeclaredFields(String text, String name) {
    assertThat(Texts.values(text)).containsExactly("person_name " + name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"Ada Lovelace\"}",
        "{\"name\":\"get weather\",\"email\":\"x\"}",
        "{\"name\":\"Weather\",\"phone\":\"x\"}",
        "{\"name\":\"Ada Lovelace\",\"other\":{\"email\":\"x\"}}",
        "[{\"name\":\"Ada Lovelace\"},{\"email\":\"x\"}]",
        "{\"tool_name\":\"Ada Lovelace\"}",
        "{\"first_name\":\"\"}",
        "{\"first_name\":\"string\"}",
        "{\"first_name\":\"{{first}}\"}",
        "{\"first_name\":\"$first\"}",
        "{\"first_name\":12}",
        "first_name=Ada"
      })
  void otherNamesStay(String text) {
    assertThat(Texts.kinds(text)).isEmpty();
  }

  @Test
  void aNameEndsAtTheQuoteThatIsEscapedAsOften() {
    assertThat(Texts.clean("{\"a\":\"{\\\"first_name\\\":\\\"Ada\\\",\\\"x\\\":\\\"y\\\"}\"}"))
        .matches(
            "\\{\"a\":\"\\{\\\\\"first_name\\\\\":\\\\\"<PERSON_NAME:k[a-z2-7]{14}>\\\\\","
                + "\\\\\"x\\\\\":\\\\\"y\\\\\"}\"}");
  }

  @Test
  void aPasswordIsReplacedWhollyAndWhatFollowsStays() {
    assertThat(Texts.clean("{\"user\":\"x\",\"password\":\"a b,c\",\"port\":5432}"))
        .isEqualTo("{\"user\":\"x\",\"password\":\"a b,c\",\"port\":5432}");
    assertThat(Texts.clean("{\"user\":\"x\",\"password\":\"ab,c}1\",\"port\":5432}"))
        .isEqualTo("{\"user\":\"x\",\"password\":\"<PASSWORD>\",\"port\":5432}");
    assertThat(Texts.clean("host=x;password=ab1;port=5432"))
        .isEqualTo("host=x;password=<PASSWORD>;port=5432");
  }
}
