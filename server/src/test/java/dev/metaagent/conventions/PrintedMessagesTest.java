package dev.metaagent.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.conventions.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages in what Python prints of a framework's objects, and in wrappers of their own. */
class PrintedMessagesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // LlamaIndex
        "StopEvent(result=AgentOutput(response=ChatMessage(role=<MessageRole.ASSISTANT:"
            + " 'assistant'>, additional_kwargs={}, blocks=[TextBlock(block_type='text', text='It"
            + " rains.')]), raw={'a': None}, current_agent_name='x', tool_calls=[])) | assistant:"
            + " It rains.",
        "AgentInput(input=[ChatMessage(role=<MessageRole.USER: 'user'>,"
            + " blocks=[TextBlock(block_type='text', text='weather?')])], current_agent_name='x') |"
            + " user: weather?",
        "AgentOutput(response=ChatMessage(role=<MessageRole.ASSISTANT: 'assistant'>,"
            + " blocks=[ToolCallBlock(block_type='tool_call', tool_call_id='c1',"
            + " tool_name='lookup', tool_kwargs='{\"city\": \"Oslo\"}')])) | assistant:"
            + " lookup{\"city\":\"Oslo\"}",
        // LangChain
        "{'messages': [HumanMessage(content='weather?', additional_kwargs={}),"
            + " AIMessage(content='It rains.', additional_kwargs={})]} | user: weather?; assistant:"
            + " It rains.",
        "content='It rains.' additional_kwargs={} response_metadata={'model_name': 'm'} id='run-1'"
            + " | assistant: It rains.",
        "Command(update={'messages': [ToolMessage(content='rain', tool_call_id='c1')]}) | tool:"
            + " \"rain\"",
        "generations=[[ChatGeneration(text='It rains.', message=AIMessage(content='It rains.',"
            + " additional_kwargs={}))]] llm_output=None run=None type='LLMResult' | assistant: It"
            + " rains.",
        // AutoGen
        "TaskResult(messages=[TextMessage(source='user', models_usage=None, content='weather?',"
            + " type='TextMessage'), TextMessage(source='bob', models_usage=None, content='It"
            + " rains.', type='TextMessage')], stop_reason='x') | user: weather?; assistant: It"
            + " rains.",
        "Response(chat_message=TextMessage(source='bob', content='It rains.'), inner_messages=[]) |"
            + " assistant: It rains.",
        "{\"source\":\"bob\",\"content\":\"It rains.\",\"type\":\"TextMessage\"} | assistant: It"
            + " rains.",
        // Semantic Kernel
        "[ChatMessageContent(inner_content=None, role=<AuthorRole.ASSISTANT: 'assistant'>,"
            + " items=[TextContent(text='It rains.', encoding=None)])] | assistant: It rains.",
        // Haystack
        "{'llm': {'replies': [ChatMessage(_role=<ChatRole.ASSISTANT: 'assistant'>,"
            + " _content=[TextContent(text='It rains.')], _meta={})]}} | assistant: It rains.",
        "{\"llm\":{\"replies\":[\"It rains.\"]}} | assistant: It rains.",
        "{\"replies\":[{\"role\":\"assistant\",\"content\":[{\"text\":\"It rains.\"}]}]} |"
            + " assistant: It rains.",
        // the clients of providers
        "ChatCompletion(id='c', choices=[Choice(finish_reason='stop', index=0,"
            + " message=ChatCompletionMessage(content='It rains.', role='assistant',"
            + " tool_calls=None))], usage=Usage(total_tokens=3)) | assistant: It rains.",
        "Message(id='m', content=[TextBlock(citations=None, text='It rains.', type='text')],"
            + " role='assistant') | assistant: It rains.",
        "GenerateContentResponse(candidates=[Candidate(content=Content(parts=[Part(text='It"
            + " rains.')], role='model'))]) | assistant: It rains.",
        // none
        "Prediction(answer='It rains.') |",
        "[{\"role\":\"assistant\",\"content\":\"<coroutine object run at 0x7f>\"}] |"
      })
  void areReadLikeThoseInJson(String sent, String messages) {
    List<Message> read = MessageReader.read(Json.string(sent), "output");
    assertThat(read.stream().map(PrintedMessagesTest::written).collect(Collectors.joining("; ")))
        .isEqualTo(messages == null ? "" : messages);
  }

  private static String written(Message message) {
    return message.role()
        + ": "
        + message.parts().stream()
            .map(part ->
                switch (part.type()) {
                  case "tool_call" -> part.name() + part.arguments();
                  case "tool_result" -> String.valueOf(part.result());
                  default -> part.text();
                })
            .collect(Collectors.joining(" "));
  }
}
