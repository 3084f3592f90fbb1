package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What is found in texts as people and machines write them, and what is left alone.
class FindingTest {

  @Test
  void escapesOfJsonAreReadHoweverOftenTheyWereWritten() {
    for (String text :
        new String[] {
          "{\"mail\":\"ada\\u0040x.example\"}",
          "{\"a\":\"{\\\"mail\\\":\\\"ada@x.example\\\"}\"}",
          "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"mail\\\\\\\":\\\\\\\"ada\\\\u0040x.example\\\\\\\"}\\\"}\"}",
          "{\"text\":\"write to\\nada@x.example\\nplease",
          "?to=ada%40x.example&x=1"
        }) {
      assertThat(Texts.kinds(text)).as(text).containsExactly("email");
      assertThat(Texts.clean(text))
          .as(text)
          .isEqualTo(
              text.replaceAll("ada(@|%40|\\\\+u0040)x\\.example", Texts.clean("ada@x.example")));
    }
  }

  @Test
  void aNumberOfJsonBecomesAStringOfJson() {
    assertThat(Texts.clean("{\"card\": 4111111111111111}"))
        .matches("\\{\"card\": \"<CARD:k[a-z2-7]{14}>\"}");
    assertThat(Texts.clean("\"{\\\"card\\\":4111111111111111}\""))
        .matches("\"\\{\\\\\"card\\\\\":\\\\\"<CARD:k[a-z2-7]{14}>\\\\\"}\"");
  }

  @Test
  void whatWasReplacedIsLeftAlone() {
    for (String text :
        new String[] {
          "ada@x.example, +49 30 5550123 or 4111 1111 1111 1111",
          "{\"password\":\"hunter2!\",\"first_name\":\"Ada\",\"api_key\":\"a8f3K2m9Qx7Lp0Zr5Tv1\"}",
          "https://ada:secret@db.example/x and Bearer a8f3K2m9Qx7Lp0Zr5Tv1"
        }) {
      String once = Texts.clean(text);
      assertThat(once).isNotEqualTo(text);
      assertThat(Texts.clean(once)).isEqualTo(once);
    }
    assertThat(Texts.kinds("<4111111111111111> <EMAIL:ada@x.example>"))
        .containsExactly("card", "email");
  }

  @Test
  void theSameValueHasOnePseudonymHoweverItIsWritten() {
    assertThat(Texts.clean("Ada@X.example")).isEqualTo(Texts.clean("ada@x.example"));
    assertThat(Texts.clean("0049 30 5550123")).isEqualTo(Texts.clean("+49 (0)30 555-0123"));
    assertThat(Texts.clean("4111-1111-1111-1111")).isEqualTo(Texts.clean("4111111111111111"));
    assertThat(Texts.clean("DE89 3704 0044 0532 0130 00"))
        .isEqualTo(Texts.clean("DE89370400440532013000"));
  }

  @Test
  void idsNumbersAndTimesStay() {
    for (String text :
        new String[] {
          "550e8400-e29b-41d4-a716-446655440000",
          "{\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"startTimeUnixNano\":\"1763812345678901234\"}",
          "{\"id\":\"4111111111111111\",\"order_id\":4111111111111111}",
          "{\"created\":1732300000000,\"embedding\":[0.123456789,-0.98765432101,12.5]}",
          "2026-11-22T13:36:00.123456Z 2006-04-07 09:00:27 07.04.2006 12/1/1981",
          "call_4111111111111111 chatcmpl-4111111111111111 gpt-4o-2024-08-06",
          "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          "Chrome/120.0.6099.130 v1.2.3.4 package==10.20.30.40 127.0.0.1 version 12.0.3.1",
          "numpy 1.26.4.0\nnvidia-cublas-cu12    12.4.5.8\n1.11.1.7",
          "token = 'YOUR_ACCESS_TOKEN'; api_key = \"YOUR_GOOGLE_MAPS_API_KEY\"",
          "react@18.2.0 icon@2x.png git@github.com:org/repo.git @ai-sdk/otel",
          "$ 4,111,111.00 and 1 234 567 rows, 100 200 300",
          "{\"max_tokens\":4096,\"token_type\":\"bearer\",\"password\":null,\"api_key\":\"<your"
              + " key>\"}",
          "{\"password\":{\"type\":\"string\",\"description\":\"The user's password\"}}",
          "{\"name\":\"send_email\",\"arguments\":{\"email\":\"<EMAIL>\"}}",
          "sk-your-api-key-goes-here-please ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
          "std::vector<dead::beef> 10:20:30:40 09:00:27",
          "the password: must have letters; token: the unit of a model",
        }) {
      assertThat(Texts.found(text)).as(text).isEmpty();
      assertThat(Texts.clean(text)).isSameAs(text);
    }
  }

  @Test
  void longTextsThatAlmostHoldSomethingTakeNoLonger() {
    for (String piece :
        new String[] {
          "eyJ-",
          "1Q~",
          "a@",
          "1.",
          "-----BEGIN ",
          "://",
          "\"name\":\"",
          "Bearer ",
          "ya29.",
          "\\",
          "<A",
          "12 ",
          "+1",
          "M123456789012345678901234.",
          "password='",
          "2001:",
          "{\"a\":",
          "AB12 "
        }) {
      long begun = System.nanoTime();
      Texts.clean(piece.repeat(200_000 / piece.length()));
      assertThat(System.nanoTime() - begun).as(piece).isLessThan(3_000_000_000L);
    }
  }

  @Test
  void fieldsThatNamePeopleAreReplaced() {
    assertThat(Texts.kinds("{\"customer_name\":\"Ada Lovelace\",\"firstName\":\"Ada\"}"))
        .containsExactly("person_name", "person_name");
    assertThat(Texts.kinds("{\"name\":\"Ada Lovelace\",\"email\":\"ada@x.example\"}"))
        .containsExactly("person_name", "email");
    assertThat(Texts.kinds("Customer(full_name='Ada Lovelace', age=36)"))
        .containsExactly("person_name");
    assertThat(Texts.kinds("{\\\"last_name\\\": \\\"O\\\\\\\"Hara\\\", \\\"x\\\": 1}"))
        .containsExactly("person_name");
    assertThat(Texts.kinds("{\"name\":\"Writer\",\"model\":\"gpt\"} Ada Lovelace wrote")).isEmpty();
  }
}
