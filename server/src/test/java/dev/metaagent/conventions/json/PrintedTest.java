package dev.metaagent.conventions.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Objects as languages print them. */
class PrintedTest {

  private static @Nullable String read(String text) {
    JsonNode read = Printed.read(text);
    return read == null ? null : read.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "StopEvent(result='done') | {\"result\":\"done\"}",
        "a.b.Answer(n=1, x=-2.5, t=True, f=False, z=None) |"
            + " {\"n\":1,\"x\":-2.5,\"t\":true,\"f\":false,\"z\":null}",
        "Box(items=[1, 'a'], pair=(1, 2), map={'k': [], 2: 'two'}, set={1, 2}) |"
            + " {\"items\":[1,\"a\"],\"pair\":[1,2],\"map\":{\"k\":[],\"2\":\"two\"},\"set\":[1,2]}",
        "M(role=<Role.USER: 'user'>, client=<Client object at 0x7f>) |"
            + " {\"role\":\"user\",\"client\":\"<Client object at 0x7f>\"}",
        "M(_role=Role.USER, _content=[Text(text=\"it's\")]) |"
            + " {\"role\":\"Role.USER\",\"content\":[{\"text\":\"it's\"}]}",
        "T(at=datetime.datetime(2026, 1, 2), price=Decimal('1.20'), id=UUID('ab')) |"
            + " {\"at\":[2026,1,2],\"price\":\"1.20\",\"id\":\"ab\"}",
        "Result[str](output='x') | {\"output\":\"x\"}",
        "AIMessage(content='hi') | {\"content\":\"hi\",\"type\":\"AIMessage\"}",
        "{'order': '1042', 'items': None} | {\"order\":\"1042\",\"items\":null}",
        "[{'a': 1}] | [{\"a\":1}]",
        "content='hi' id='7' meta={'a': 1} | {\"content\":\"hi\",\"id\":\"7\",\"meta\":{\"a\":1}}",
        "S(text='a\\n\\t\\x41\\u00e9\\U0001F600\\\\ \\'q\\' \\d') | {\"text\":\"a\\n\\tAé😀\\\\ 'q'"
            + " \\\\d\"}",
        "S(key=b'bytes', path=r'c:') | {\"key\":\"bytes\",\"path\":\"c:\"}"
      })
  void ofPythonAreReadAsJson(String printed, String json) {
    assertThat(read(printed)).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Answer[text=Hello, world, score=5] | {\"text\":\"Hello, world\",\"score\":\"5\"}",
        "Answer(text=Hello (you), tags=[a, b], next=null) | {\"text\":\"Hello"
            + " (you)\",\"tags\":[\"a\",\"b\"],\"next\":null}",
        "com.acme.Reply[answer=Answer[text=hi], map={a=1, b=2}] |"
            + " {\"answer\":{\"text\":\"hi\"},\"map\":{\"a\":\"1\",\"b\":\"2\"}}",
        "AiMessage { text = \"Hello\", toolExecutionRequests = [], attributes = {} }"
            + " | {\"text\":\"Hello\",\"toolExecutionRequests\":[],\"attributes\":{}}",
        "AssistantMessage [messageType=ASSISTANT, textContent=Hi] |"
            + " {\"messageType\":\"ASSISTANT\",\"textContent\":\"Hi\"}"
      })
  void ofJavaAndKotlinAreReadWithoutQuotes(String printed, String json) {
    assertThat(read(printed)).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "StopEvent(result=AgentOutput(response=ChatMessage(role=<Role.A: 'a'>, blocks=[Text(te...",
        "AgentSetup(input=[4 items], name='x')",
        "Answer[text=Hello",
        "StopEvent(result='cut",
        "S(a='b') and more",
        "{'a': }",
        "content='a' b"
      })
  void thatAreNotWholeAreNotReadAndKnownForWhatTheyAre(String printed) {
    assertThat(read(printed)).isNull();
    assertThat(Printed.is(printed)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It rains.",
        "Note (a=b)",
        "f(x) = y",
        "Paris (France)",
        "Order(s) shipped: n=2",
        "[1] According to the manual",
        "{name}, your order is here",
        "x = 5",
        "Yes(definitely)",
        "if (a == b) { return c; }",
        "Total=5 items"
      })
  void areNotWhatPeopleWrite(String text) {
    assertThat(read(text)).isNull();
    assertThat(Printed.is(text)).isFalse();
  }

  @Test
  void whatCannotBeStoredIsReplaced() {
    assertThat(read("S(a='x\\x00y')")).isEqualTo("{\"a\":\"x\uFFFDy\"}");
    assertThat(read("S(a='x\\U99999999y')")).isEqualTo("{\"a\":\"x\uFFFDy\"}");
    assertThat(read("S(a='x\\ud800')")).isEqualTo("{\"a\":\"x\uFFFD\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S(a=",
        "S(a=[",
        "S(a={'b': ",
        "A[a=B[a=",
        "[[",
        "A[a=b, c=B[d=e, f=",
        "S(a=<",
        "A { a = {b="
      })
  void ofAnyDepthAndLengthEndInLinearTime(String nested) {
    String deep = nested.repeat(250_000 / nested.length());
    String wide = "S(" + "a='b', ".repeat(30_000) + "c=1)";
    Assertions.assertTimeout(
        Duration.ofSeconds(2),
        () -> {
          assertThat(read(deep)).isNull();
          assertThat(Objects.requireNonNull(Printed.read(wide)).size()).isEqualTo(2);
          assertThat(read("S(a='" + "b".repeat(300_000) + "')")).as("too long").isNull();
        });
  }
}
