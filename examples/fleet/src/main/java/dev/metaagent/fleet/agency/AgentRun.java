package dev.metaagent.fleet.agency;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.metaagent.fleet.agency.Story.Setup;
import dev.metaagent.fleet.model.ChatMessage;
import dev.metaagent.fleet.model.ModelAnswer;
import dev.metaagent.fleet.model.ModelOverloadedException;
import dev.metaagent.fleet.model.ModelProfile;
import dev.metaagent.fleet.model.ModelRequest;
import dev.metaagent.fleet.model.ToolCall;
import dev.metaagent.fleet.model.ToolOffer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One run of one agent: asks the model, makes the calls it wants, and reads its answer. Its spans
/// are those of the GenAI conventions, with the times of the run's own timeline.
final class AgentRun {

  private static final int MOST_TURNS = 8;
  private static final Duration BEFORE_RETRY = Duration.ofMillis(800);
  private static final Duration OWN_WORK = Duration.ofMillis(2);

  /// What a run came to.
  record Result(boolean ok, String text) {}

  /// A failure that ends a run.
  private static final class RunFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String type;

    RunFailedException(Exception cause) {
      super(cause.getMessage(), cause);
      this.type = cause.getClass().getSimpleName();
    }
  }

  private final Agency agency;
  private final Task task;
  private final Setup setup;
  private final Timeline time;
  private final RandomGenerator random;
  private final String prompt;
  private final List<ToolOffer> offers = new ArrayList<>();

  AgentRun(Agency agency, Task task, Setup setup, Timeline time, RandomGenerator random) {
    this.agency = agency;
    this.task = task;
    this.setup = setup;
    this.time = time;
    this.random = random;
    this.prompt = Prompts.text(task.role(), setup.promptVersion());
    agency.tools(task.role()).forEach(tool -> offers.add(tool.offer()));
    if (task.role() == Role.EMAIL_WRITER) {
      offers.add(Agency.CHECKER);
    }
  }

  Result run(Context parent) {
    Span span = agent(parent);
    Context inside = parent.with(span);
    time.pass(OWN_WORK);
    try {
      String answer = converse(inside);
      parse(answer, inside);
      span.setStatus(StatusCode.OK);
      return new Result(true, answer);
    } catch (RunFailedException e) {
      fail(span, e.type, e.getMessage());
      return new Result(false, "error: " + e.getMessage());
    } finally {
      end(span);
    }
  }

  /// Turn by turn until the model has an answer.
  private String converse(Context inside) throws RunFailedException {
    List<ChatMessage> messages = new ArrayList<>(List.of(ChatMessage.user(task.input())));
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      ModelAnswer answer = askWithRetry(messages, inside);
      ToolCall call = answer.call();
      if (call == null) {
        return answer.text();
      }
      messages.add(ChatMessage.wants(call));
      messages.add(ChatMessage.result(call, use(call, inside)));
    }
    throw new RunFailedException(new IllegalStateException("no answer after 8 turns"));
  }

  private ModelAnswer askWithRetry(List<ChatMessage> messages, Context inside)
      throws RunFailedException {
    try {
      return ask(messages, inside);
    } catch (ModelOverloadedException refused) {
      time.pass(BEFORE_RETRY);
      try {
        return ask(messages, inside);
      } catch (ModelOverloadedException again) {
        throw new RunFailedException(again);
      }
    }
  }

  private ModelAnswer ask(List<ChatMessage> messages, Context inside)
      throws ModelOverloadedException {
    ModelRequest request =
        new ModelRequest(setup.model(), prompt, messages, offers, task.role().maxTokens());
    Span span =
        start("chat " + setup.model(), SpanKind.CLIENT, inside)
            .setAttribute("gen_ai.operation.name", "chat")
            .setAttribute("gen_ai.provider.name", ModelProfile.named(setup.model()).provider())
            .setAttribute("gen_ai.request.model", setup.model())
            .setAttribute(longKey("gen_ai.request.max_tokens"), (long) task.role().maxTokens())
            .setAttribute("gen_ai.system_instructions", Messages.system(prompt))
            .setAttribute("gen_ai.input.messages", Messages.input(messages));
    try {
      ModelAnswer answer = agency.model().answer(request, random);
      time.pass(answer.took());
      answered(span, answer);
      return answer;
    } catch (ModelOverloadedException e) {
      time.pass(e.took());
      fail(span, e.getClass().getSimpleName(), e.getMessage());
      throw e;
    } finally {
      end(span);
    }
  }

  private void answered(Span span, ModelAnswer answer) {
    span.setAttribute("gen_ai.response.model", setup.model())
        .setAttribute("gen_ai.response.id", answer.id())
        .setAttribute(
            stringArrayKey("gen_ai.response.finish_reasons"), List.of(answer.finishReason()))
        .setAttribute(
            doubleKey("gen_ai.response.time_to_first_chunk"),
            answer.firstToken().toNanos() / 1_000_000_000.0)
        .setAttribute(longKey("gen_ai.usage.input_tokens"), (long) answer.inputTokens())
        .setAttribute(longKey("gen_ai.usage.output_tokens"), (long) answer.outputTokens())
        .setAttribute("gen_ai.output.messages", Messages.output(answer));
  }

  /// Makes a call and says what the model gets to read.
  private String use(ToolCall call, Context inside) {
    Span span =
        start("execute_tool " + call.tool(), SpanKind.INTERNAL, inside)
            .setAttribute("gen_ai.operation.name", "execute_tool")
            .setAttribute("gen_ai.tool.name", call.tool())
            .setAttribute("gen_ai.tool.call.id", call.id())
            .setAttribute("gen_ai.tool.call.arguments", Messages.arguments(call));
    try {
      String text =
          call.tool().equals(Agency.CHECKER.name())
              ? askColleague(span, inside.with(span))
              : useTool(call, span);
      span.setAttribute("gen_ai.tool.call.result", text);
      return text;
    } finally {
      end(span);
    }
  }

  private String useTool(ToolCall call, Span span) {
    Optional<Tool> tool =
        agency.tools(task.role()).stream()
            .filter(each -> each.offer().name().equals(call.tool()))
            .findFirst();
    if (tool.isEmpty()) {
      fail(span, "NoSuchToolException", call.tool());
      return "error: there is no tool " + call.tool();
    }
    Tool.Result result = tool.get().call(call.arguments(), task.lead(), time.now(), random);
    time.pass(result.took());
    if (result.failure() != null) {
      fail(span, result.failure(), result.text());
      return "error: " + result.text();
    }
    return result.text();
  }

  /// Email Writer has another agent check the address.
  private String askColleague(Span span, Context inside) {
    Task asked =
        new Task(
            Role.DELIVERABILITY_CHECKER,
            task.number(),
            task.lead(),
            "Address: " + task.lead().address());
    Result result = agency.run(asked, time, random, inside);
    if (!result.ok()) {
      fail(span, "AgentFailedException", result.text());
    }
    return result.text();
  }

  /// The step in which the program behind an agent reads what the model wrote.
  private void parse(String answer, Context inside) throws RunFailedException {
    Span span =
        start("parse_output", SpanKind.INTERNAL, inside)
            .setAttribute("metaagent.action.kind", "other")
            .setAttribute("input.value", answer);
    time.pass(OWN_WORK);
    try {
      OutputParser.parse(answer, task.role().fields());
    } catch (OutputFormatException e) {
      fail(span, e.getClass().getSimpleName(), e.getMessage());
      throw new RunFailedException(e);
    } finally {
      end(span);
    }
  }

  private Span agent(Context parent) {
    return start("invoke_agent " + task.role().agent(), SpanKind.INTERNAL, parent)
        .setAttribute("gen_ai.operation.name", "invoke_agent")
        .setAttribute("gen_ai.agent.version", setup.release())
        .setAttribute("gen_ai.prompt.name", task.role().prompt())
        .setAttribute("gen_ai.prompt.version", "v" + setup.promptVersion())
        .setAttribute("gen_ai.conversation.id", task.lead().session())
        .setAttribute("user.id", task.lead().manager())
        .setAttribute("metaagent.attr.lead.language", task.lead().language())
        .setAttribute("metaagent.attr.campaign", task.lead().campaign().name());
  }

  /// A span that says whose it is: it may be sent before the one that the run began with.
  private Span start(String name, SpanKind kind, Context parent) {
    return agency
        .tracer()
        .spanBuilder(name)
        .setSpanKind(kind)
        .setParent(parent)
        .setStartTimestamp(time.now())
        .startSpan()
        .setAttribute("gen_ai.agent.name", task.role().agent());
  }

  private void fail(Span span, String type, @Nullable String why) {
    String message = why == null ? type : why;
    span.setStatus(StatusCode.ERROR, message)
        .setAttribute(stringKey("error.type"), type)
        .addEvent(
            "exception",
            Attributes.of(
                stringKey("exception.type"), type, stringKey("exception.message"), message),
            time.now());
  }

  private void end(Span span) {
    span.end(time.now());
  }
}
