package dev.metaagent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON that PostgreSQL can store, pages of lists, and faults with their fields.
class StorableJsonTest {

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"a\\u0000b\"                      | \"a\ufffdb\"",
        "{\"a\\u0000\":\"x\\ud800\"}        | {\"a\ufffd\":\"x\ufffd\"}",
        "[[\"\\u0000\"],{\"k\":[\"\\udc00\"]}] | [[\"\ufffd\"],{\"k\":[\"\ufffd\"]}]",
        "{\"a\":1,\"b\":true,\"c\":null,\"d\":\"\\ud83d\\ude00\"} |"
            + " {\"a\":1,\"b\":true,\"c\":null,\"d\":\"\ud83d\ude00\"}",
        "12                                 | 12"
      })
  void whatCannotBeStoredIsReplacedWhereverItStands(String sent, String stored) {
    assertThat(StorableJson.of(json(sent))).isEqualTo(json(stored));
  }

  @Test
  void fieldsKeepTheirOrder() {
    assertThat(StorableJson.of(json("{\"b\":1,\"a\\u0000\":2,\"c\":3}")).propertyNames())
        .containsExactly("b", "a\ufffd", "c");
  }

  @Test
  void whereTwoNamesBecomeTheSameOneFieldStays() {
    JsonNode stored = StorableJson.of(json("{\"a\\u0000\":1,\"a\\ud800\":2}"));
    assertThat(stored.size()).isEqualTo(1);
    assertThat(stored.has("a\ufffd")).isTrue();
  }

  @Test
  void whatCanBeStoredIsTheSameObject() {
    JsonNode plain = json("\"plain\"");
    assertThat(StorableJson.of(plain)).isSameAs(plain);
  }

  @Test
  void aPageKeepsItsItems() {
    List<String> items = new ArrayList<>(List.of("a"));
    Page<String> page = Page.of(items, "next");
    items.add("b");
    assertThat(page.items()).containsExactly("a");
    assertThatThrownBy(() -> page.items().add("c"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aPageAlwaysSaysWhetherThereIsAnother() {
    assertThat(JsonMapper.shared().writeValueAsString(Page.of(List.of(), null)))
        .isEqualTo("{\"items\":[],\"nextCursor\":null}");
    assertThat(
            JsonMapper.shared()
                .writeValueAsString(
                    new Page<>(List.of(1), "c", Instant.parse("2026-03-04T12:00:00Z"))))
        .isEqualTo("{\"items\":[1],\"nextCursor\":\"c\",\"scannedTo\":\"2026-03-04T12:00:00Z\"}");
  }

  @Test
  void aFaultNamesItsFieldAndWhenToComeBack() {
    MetaAgentException wrong = MetaAgentException.invalid("limit", "1 to 5");
    assertThat(wrong).hasMessage("limit: 1 to 5");
    assertThat(wrong.errors())
        .containsExactly(new MetaAgentException.FieldError("limit", "1 to 5"));
    assertThat(wrong.retryAfter()).isNull();
    assertThat(MetaAgentException.notFound("Agent 7")).hasMessage("Agent 7 does not exist");
    MetaAgentException busy =
        MetaAgentException.busy(ErrorCode.INTAKE_FULL, "full", Duration.ofSeconds(3));
    assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(3));
    assertThat(busy.code().status()).isEqualTo(429);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1,0.000000001",
    "1500000000,1.5",
    "-2500000000,-2.5",
    "100000000000,100",
    "9223372036854775807,9223372036.854775807"
  })
  void moneyIsADecimalWithoutTrailingZeros(long nano, String usd) {
    assertThat(NanoUsd.format(nano)).isEqualTo(usd);
    assertThat(NanoUsd.parse(usd)).isEqualTo(nano);
  }
}
