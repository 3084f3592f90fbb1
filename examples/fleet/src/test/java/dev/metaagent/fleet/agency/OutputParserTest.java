package dev.metaagent.fleet.agency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.fleet.agency.OutputFormatException.JsonParseException;
import dev.metaagent.fleet.agency.OutputFormatException.MissingFieldException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputParserTest {

  private static final List<String> FIELDS = List.of("subject", "body");

  @Test
  void aWholeAnswerIsRead() throws OutputFormatException {
    assertThat(
            OutputParser.parse("{\"subject\": \"a\", \"body\": \"b\"}", FIELDS)
                .get("body")
                .asString())
        .isEqualTo("b");
  }

  @Test
  void whatFollowsAQuotationMarkThatIsNotEscapedIsFoundWhereItStands() {
    String broken = "{\"subject\": \"a\", \"body\": \"„alles\" hier\"}";

    assertThatThrownBy(() -> OutputParser.parse(broken, FIELDS))
        .isInstanceOf(JsonParseException.class)
        .hasMessageEndingWith("(char " + broken.indexOf("hier") + ")");
  }

  @Test
  void aFriendlyWordAroundTheAnswerIsNoJson() {
    String more = "{\"subject\": \"a\", \"body\": \"b\"}\n\nDone.";

    assertThatThrownBy(() -> OutputParser.parse(more, FIELDS))
        .isInstanceOf(JsonParseException.class)
        .hasMessageEndingWith("(char " + more.indexOf("Done") + ")");
    assertThatThrownBy(() -> OutputParser.parse("Gerne, hier ist sie: {}", FIELDS))
        .isInstanceOf(JsonParseException.class)
        .hasMessageEndingWith("(char 0)");
    assertThatThrownBy(() -> OutputParser.parse("", FIELDS)).isInstanceOf(JsonParseException.class);
  }

  @Test
  void aFieldThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> OutputParser.parse("{\"subject\": \"a\"}", FIELDS))
        .isInstanceOf(MissingFieldException.class)
        .hasMessageContaining("body");
  }
}
