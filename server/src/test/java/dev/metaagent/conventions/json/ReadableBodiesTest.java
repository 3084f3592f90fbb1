package dev.metaagent.conventions.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Questions and results inside of what frameworks pass around. */
class ReadableBodiesTest {

  private static @Nullable String written(@Nullable JsonNode node) {
    return node == null ? null : Json.written(node);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"subject\": \"An idea\", \"body\": \"He said \"yes\" to it\"}",
        "[{\"order\": 7,",
        "{\"subject\": \"cut of"
      })
  void jsonThatAModelWroteWrongIsShownAsItIs(String text) {
    assertThat(ReadableBodies.question(Json.string(text))).isEqualTo(Json.string(text));
    assertThat(ReadableBodies.result(Json.string(text))).isEqualTo(Json.string(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "It rains. | It rains.",
        "{\"city\":\"Oslo\",\"rain\":true} | {\"city\":\"Oslo\",\"rain\":true}",
        "{\"raw\":\"It"
            + " rains.\",\"pydantic\":null,\"json_dict\":null,\"tasks_output\":[],\"token_usage\":{}}"
            + " | It rains.",
        "CrewOutput(raw='It rains.', pydantic=None, json_dict=None) | It rains.",
        "{\"description\":\"d\",\"raw\":\"It rains.\",\"agent\":\"a\",\"output_format\":\"raw\"} |"
            + " It rains.",
        "AgentFinish(return_values={'output': 'It rains.'}, log='...') | It rains.",
        "return_values={'output': 'It rains.'} log='' | It rains.",
        "StopEvent(result='It rains.') | It rains.",
        "AgentRunResult(output='It rains.') | It rains.",
        "RunResult(output='It rains.', state='success', steps=[], timing=None) | It rains.",
        "{\"output\":\"It rains.\",\"state\":\"success\",\"steps\":[{\"n\":1}]} | It rains.",
        "{\"input\":\"?\",\"output\":\"It rains.\",\"intermediate_steps\":[]} | It rains.",
        "Prediction(reasoning='I looked.', answer='It rains.') | It rains.",
        "Prediction(answer='It rains.', sure=True) | {\"answer\":\"It rains.\",\"sure\":true}",
        "GeneratedAnswer(data='It rains.', query='?', documents=[], meta={}) | It rains.",
        "{\"replies\":[\"It rains.\"]} | It rains.",
        "{\"output\":{\"lc\":1,\"type\":\"constructor\",\"id\":[\"x\"],\"kwargs\":{\"content\":\"It"
            + " rains.\",\"tool_call_id\":\"c\"}}} | It rains.",
        "Response(response='It rains.', source_nodes=[<N object at 0x1>], metadata={}) | It rains.",
        "ResultMessage(subtype='success', is_error=False, result='It rains.', session_id='s') | It"
            + " rains.",
        "{\"model\":\"llama3\",\"response\":\"It rains.\",\"done\":true} | It rains.",
        "[{\"generated_text\":\"It rains.\"}] | [{\"generated_text\":\"It rains.\"}]",
        "{\"result\":\"{\\\"city\\\":\\\"Oslo\\\"}\"} | {\"city\":\"Oslo\"}",
        "CityInfo(name='Oslo', country='Norway') | {\"name\":\"Oslo\",\"country\":\"Norway\"}",
        "Answer[text=It rains.] | It rains.",
        "{\"text\":\"It rains.\",\"files\":[]} | It rains.",
        "{\"text\":\"It rains.\",\"reasoning\":[],\"sources\":[],\"warnings\":[]} | It rains.",
        "CallToolResult(meta=None, content=[TextContent(type='text', text='It rains.')],"
            + " isError=False) | It rains.",
        "{\"candidates\":[{\"name\":\"Ada\"},{\"name\":\"Grace\"}]} |"
            + " {\"candidates\":[{\"name\":\"Ada\"},{\"name\":\"Grace\"}]}"
      })
  void aResultIsTakenOutOfItsWrapper(String sent, String shown) {
    assertThat(written(ReadableBodies.result(Json.string(sent)))).isEqualTo(shown);
  }

  @Test
  void theResultThatOpenAiAgentsPrintsHasItsFinalOutput() {
    String printed =
        """
        RunResult:
        - Last agent: Agent(name="desk", ...)
        - Final output (str):
            It rains.
            Take a coat.
        - 3 new item(s)
        - 2 raw response(s)
        """;
    assertThat(written(ReadableBodies.result(Json.string(printed))))
        .isEqualTo("It rains.\nTake a coat.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Where is it? | Where is it?",
        "{\"args\":[\"Where is it?\"],\"kwargs\":{}} | Where is it?",
        "{\"args\":[\"<Agent object at 0x7f>\",\"Where is it?\"],\"kwargs\":{\"stream\":false}} |"
            + " Where is it?",
        "{\"args\":[],\"kwargs\":{\"question\":\"Where is it?\"}} | Where is it?",
        "{\"args\":[],\"kwargs\":{\"order\":\"1042\",\"fast\":true}} |"
            + " {\"order\":\"1042\",\"fast\":true}",
        "{'args': ('Where is it?',), 'kwargs': {}} | Where is it?",
        "{\"input\":\"Where is it?\",\"chat_history\":[]} | Where is it?",
        "{\"task\":\"Where is it?\",\"stream\":false,\"reset\":true,\"images\":null} |"
            + " Where is it?",
        "{\"task\":\"Where is it?\",\"fast\":true} | {\"task\":\"Where is it?\",\"fast\":true}",
        "{\"inputs\":{\"topic\":\"rain\",\"tone\":\"dry\"}} |"
            + " {\"topic\":\"rain\",\"tone\":\"dry\"}",
        "{\"query_str\":\"Where is it?\",\"image_path\":null,\"embedding\":null} | Where is it?",
        "{\"self\":\"<Flow object at 0x7f>\",\"task\":\"Where is it?\"} | Where is it?",
        "{\"ctx\":\"<Context object at 0x7f>\",\"ev\":\"StartEvent(question='Where is it?')\"} |"
            + " Where is it?"
      })
  void aQuestionIsTakenOutOfTheCallThatPassedIt(String sent, String shown) {
    assertThat(written(ReadableBodies.question(Json.string(sent)))).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "None",
        "null",
        "  \n",
        "<coroutine object Flow._execute_method at 0x7f18b2791300>",
        "<async_generator object Agent.stream at 0x7f>",
        "<openai.Stream object at 0x7f3a>",
        "<openai.AsyncStream[ChatCompletionChunk] object at 0x7f3a>",
        "<FunctionTool object>",
        "<bound method Agent.run of Agent(name='x')>",
        "<class 'app.Answer'>",
        "[object Object]",
        "[object Promise]",
        "Promise { <pending> }",
        "Object [AsyncGenerator] {}",
        "com.acme.Answer@1b2c3d4",
        "java.util.stream.ReferencePipeline$3@5e91993f",
        "System.Threading.Tasks.Task`1[System.String]",
        "Microsoft.SemanticKernel.ChatMessageContent",
        "0xc000123456",
        "AgentWorkflowStartEvent()",
        "StopEvent(result=AgentOutput(response=ChatMessage(role=<R.A: 'a'>, blocks=[T(te...",
        "{\"generations\":[[{\"text\":\"\",\"generation_info\":null}]],\"llm_output\":null}",
        "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"content\":null}}]}",
        "{\"messages\":[{\"role\":\"assistant\",\"content\":\"It ra",
        "{\"files\":[],\"reasoning\":[],\"sources\":[],\"text\":\"\",\"warnings\":[]}",
        "{\"result\":\"<coroutine object run at 0x7f>\"}"
      })
  void whatSaysNothingIsUnknown(String sent) {
    assertThat(ReadableBodies.result(Json.string(sent))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"init_state\":{\"is_running\":false},\"ev\":null}",
        "{\"memory_step\":\"ActionStep(step_number=1, timing=Timing(start=1.5), error=None)\"}",
        "<Task object at 0x7f>",
        "{\"args\":[],\"kwargs\":{}}"
      })
  void aQuestionThatSaysNothingIsUnknown(String sent) {
    assertThat(ReadableBodies.question(Json.string(sent))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Use <object> for embedding.",
        "<p>An object at home</p>",
        "Write to jane.doe@deadbeef.example",
        "The System is down.",
        "[object Object] is what the page showed"
      })
  void whatOnlyLooksSoIsText(String text) {
    assertThat(written(ReadableBodies.result(Json.string(text)))).isEqualTo(text);
  }
}
