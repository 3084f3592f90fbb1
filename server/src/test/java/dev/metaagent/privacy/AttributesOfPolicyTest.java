package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the key of an attribute says about its value, and values that are no plain text.
class AttributesOfPolicyTest {

  private static String kept(String key, String value) {
    return new Sanitizer(Texts.POLICY, null).attribute(key, value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "customer_name              | Ada Lovelace          | PERSON_NAME",
        "app.customerName           | Ada                   | PERSON_NAME",
        "user/first_name            | Ada                   | PERSON_NAME",
        "db.password                | hunter2!              | PASSWORD",
        "app.userPassword           | abcdef                | PASSWORD",
        "http.request.header.x-api-key | a8f3K2m9Qx7Lp0Zr5Tv1 | API_KEY",
        "app.client_secret          | a8f3K2m9Qx7Lp0Zr5Tv1  | API_KEY",
        "app.phone                  | 5550123               | PHONE",
        "card.number                | 4222222222222         | CARD",
        "client.address             | 10.0.0.5              | IP_ADDRESS",
        "user.passport              | C01X00T47             | PASSPORT"
      })
  void theKeySaysWhatTheValueIs(String key, String value, String label) {
    assertThat(kept(key, value)).matches("<" + label + "(:k[a-z2-7]{14})?>");
    assertThat(kept("app.note", value)).as("elsewhere").doesNotContain("<" + label);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "session.id                 | 4111111111111111",
        "gen_ai.response.id         | 078-05-1120",
        "service.version            | 203.0.113.7",
        "gen_ai.usage.input_tokens  | 4111111111111111",
        "db.password                | <redacted>",
        "db.password                | ********",
        "db.password                | two words",
        "app.client_secret          | your-secret-here",
        "customer_name              | {\"first\":\"x\"}",
        "customer_name              | 12345",
        "agent.name                 | Ada Lovelace"
      })
  void idsVersionsAndPlaceholdersStay(String key, String value) {
    assertThat(kept(key, value)).isEqualTo(value);
  }

  @Test
  void aNameThatWasReplacedIsReplacedNoMore() {
    String once = kept("customer_name", "Ada Lovelace");
    assertThat(kept("customer_name", once)).isEqualTo(once);
    assertThat(kept("customer_name", "ada  lovelace ")).as("the same person").isEqualTo(once);
  }

  private static @Nullable KeyValue attribute(String key, AnyValue value) {
    return new ValueSanitizer(Texts.POLICY, new TextCleaner(Texts.POLICY, null))
        .attribute(KeyValue.newBuilder().setKey(key).setValue(value).build());
  }

  private static AnyValue text(String text) {
    return AnyValue.newBuilder().setStringValue(text).build();
  }

  private static AnyValue map(String key, AnyValue value) {
    return AnyValue.newBuilder()
        .setKvlistValue(
            KeyValueList.newBuilder().addValues(KeyValue.newBuilder().setKey(key).setValue(value)))
        .build();
  }

  @Test
  void theKeyOfAnInnerValueCountsForIt() {
    assertThat(String.valueOf(attribute("user", map("first_name", text("Ada")))))
        .contains("<PERSON_NAME:k")
        .doesNotContain("Ada");
    assertThat(String.valueOf(attribute("user", map("plan", text("Ada"))))).contains("Ada");
  }

  @Test
  void nestingIsLookedThroughToSixtyFourLevels() {
    AnyValue deep = text("ada@x.example");
    for (int i = 0; i < 60; i++) {
      deep = map("k", deep);
    }
    assertThat(String.valueOf(attribute("a", deep))).doesNotContain("ada@x.example");
  }

  @Test
  void bytesThatAreTextAreReadAndOthersDescribed() {
    AnyValue mail =
        AnyValue.newBuilder()
            .setBytesValue(ByteString.copyFrom("to ada@x.example", StandardCharsets.UTF_8))
            .build();
    KeyValue read = attribute("a", mail);
    assertThat(read).isNotNull();
    assertThat(read.getValue().getBytesValue().toStringUtf8()).startsWith("to <EMAIL:k");
    KeyValue binary =
        attribute(
            "a",
            AnyValue.newBuilder().setBytesValue(ByteString.copyFrom(new byte[] {0, 1, 2})).build());
    assertThat(binary).isNotNull();
    assertThat(binary.getValue().getStringValue()).isEqualTo("3 bytes");
  }

  @Test
  void numbersAndTruthsAreNeverTouched() {
    AnyValue number = AnyValue.newBuilder().setIntValue(4_111_111_111_111_111L).build();
    KeyValue kept = attribute("card", number);
    assertThat(kept).isNotNull();
    assertThat(kept.getValue()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lead-1", "order 17", "078-05-1120"})
  void keysOfOutcomesAreReadAsIds(String key) {
    KeyValue kept = attribute(OutcomeKeyCleaner.ATTRIBUTE, text(key));
    assertThat(kept).isNotNull();
    assertThat(kept.getValue().getStringValue()).isEqualTo(key);
  }

  @Test
  void aKeyThatIsAnAddressBecomesItsPseudonymAndOneThatIsASecretNever() {
    KeyValue mail = attribute(OutcomeKeyCleaner.ATTRIBUTE, text("ada@x.example"));
    assertThat(mail).isNotNull();
    assertThat(mail.getValue().getStringValue()).startsWith("<EMAIL:k");
    String secret = "sk-ant-" + "a8F3k2M9qX7Lp0Zr5Tv1bN6cW4dY";
    KeyValue hidden = attribute(OutcomeKeyCleaner.ATTRIBUTE, text("key " + secret));
    assertThat(hidden).isNotNull();
    assertThat(hidden.getValue().getStringValue()).matches("<KEY:k[a-z2-7]{14}>");
  }
}
