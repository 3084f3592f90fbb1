package dev.metaagent.ingest.webhooks.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonPathTest {

  private static final JsonNode STORE =
      JsonMapper.shared()
          .readTree(
              """
              {"store": {"book": [
                 {"category": "reference", "author": "Nigel Rees", "price": 8.95},
                 {"category": "fiction", "author": "Evelyn Waugh", "price": 12.99},
                 {"category": "fiction", "author": "Herman Melville", "isbn": "0-553-21311-3", "price": 8.99},
                 {"category": "fiction", "author": "J. R. R. Tolkien", "isbn": "0-395-19395-8", "price": 22.99}],
               "bicycle": {"color": "red", "price": 399}}, "a b": {"it's": 1}}
              """);

  private static List<JsonNode> find(String path, JsonNode root, JsonNode item) {
    return JsonPath.parse(path).find(root, item, new Effort(root));
  }

  /// The first lines are examples of RFC 9535.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.store.book[*].author | [\"Nigel Rees\",\"Evelyn Waugh\",\"Herman Melville\",\"J. R. R."
            + " Tolkien\"]",
        "$..author | [\"Nigel Rees\",\"Evelyn Waugh\",\"Herman Melville\",\"J. R. R. Tolkien\"]",
        "$..price | [8.95,12.99,8.99,22.99,399]",
        "$.store.book[-1].isbn | [\"0-395-19395-8\"]",
        "$..book[2].author | [\"Herman Melville\"]",
        "$.store.book[?@.isbn].price | [8.99,22.99]",
        "$.store.book[?@.category == 'reference'].price | [8.95]",
        "$.store.book[?@.price != 8.95].price | [12.99,8.99,22.99]",
        "$['store'][\"bicycle\"].color | [\"red\"]",
        "$['a b']['it\\'s'] | [1]",
        "$.store.bicycle.* | [\"red\",399]",
        "$.store.book[9] | []",
        "$.nothing.at.all | []"
      })
  void findsWhatTheStandardSays(String path, String found) {
    assertThat(find(path, STORE, STORE).toString().replace(", ", ",")).isEqualTo(found.strip());
  }

  @Test
  void anItemIsAskedWithAnAtSign() {
    JsonNode item = STORE.path("store").path("bicycle");
    assertThat(find("@.color", STORE, item).getFirst().asString()).isEqualTo("red");
    assertThat(find("$['a b']", STORE, item)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "store",
        "$.",
        "$[",
        "$[]",
        "$['a",
        "$[1:2]",
        "$.a b",
        "$[?@.a =~ 'x']",
        "$[?@.a == x]",
        "$..",
        "$..a..b",
        "$..a[?@..b == 1]",
        "$[99999999999]",
        "$x"
      })
  void whatIsNoPathIsRefusedWithItsPlace(String path) {
    assertThatThrownBy(() -> JsonPath.parse(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("character ");
  }

  @Test
  void aPathThatMultipliesStaysBounded() {
    JsonNode deep = JsonMapper.shared().readTree("[[1,2],[3,4]]");
    for (int i = 0; i < 12; i++) {
      deep = JsonMapper.shared().createArrayNode().add(deep).add(deep);
    }
    assertThat(find("$[*][*][*][*][*][*][*][*][*][*][*][*][*][*]", deep, deep))
        .hasSizeLessThanOrEqualTo(10_000);
  }
}
