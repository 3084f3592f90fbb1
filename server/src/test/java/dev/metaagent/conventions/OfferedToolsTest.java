package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Tools that are offered to a model are no results of tools.
class OfferedToolsTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void aToolThatIsOfferedIsNoMessage() {
    assertThat(
            MessageParts.ofMessage(
                JSON.readTree(
                    """
                    {"role": "tool", "content": {"type": "function",
                      "function": {"name": "lookup_order", "parameters": {"type": "object"}}}}
                    """),
                "tool"))
        .isEmpty();
  }

  @Test
  void aResultOfAToolIsOneWhateverItsShape() {
    assertThat(
            MessageParts.ofMessage(
                JSON.readTree(
                    """
                    {"role": "tool", "tool_call_id": "call_1",
                      "content": {"type": "function", "function": {"name": "x"}}}
                    """),
                "tool"))
        .hasSize(1);
  }
}
