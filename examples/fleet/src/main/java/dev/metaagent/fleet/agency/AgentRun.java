package dev.metaagent.fleet.agency;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;

import dev.metaagent.fleet.agency.Story.Setup;
import dev.metaagent.fleet.model.ChatMessage;
import dev.metaagent.fleet.model.ModelAnswer;
import dev.metaagent.fleet.model.ModelOverloadedException;
import dev.metaagent.fleet.model.ModelProfile;
import dev.metaagent.fleet.model.ModelRequest;
import dev.metaagent.fleet.model.ToolCall;
import dev.metaagent.fleet.model.ToolOffer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// One run of one agent: asks the model, makes the calls it wants, and reads its answer. Its spans
/// are those of the GenAI conventions.
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
  private final Instruments.Run told;
  private final Task task;
  private final Setup setup;
  private final Timeline time;
  private final RandomGenerator random;
  private final String prompt;
  private final List<ToolOffer> offers = new ArrayList<>();

  /// @param told the run, which may begin
  AgentRun(
      Agency agency,
      Instruments.Run told,
      Task task,
      Setup setup,
      Timeline time,
      RandomGenerator random) {
    this.agency = agency;
    this.told = told;
    this.task = task;
    this.setup = setup;
    this.time = time;
    this.random = random;
    this.prompt = told.prompt().text();
    for (Tool tool : agency.tools(task.role())) {
      if (!tool.offer().name().equals(Refunds.TOOL) || Refunds.isAsked(task)) {
        offers.add(tool.offer());
      }
    }
    if (task.role() == Role.EMAIL_WRITER) {
      offers.add(Agency.CHECKER);
    }
  }

  Result run() {
    time.pass(OWN_WORK);
    try {
      String answer = converse();
      parse(answer);
      told.whole().span().setStatus(StatusCode.OK);
      return new Result(true, answer);
    } catch (RunFailedException e) {
      told.whole().fail(e.type, e.getMessage());
      return new Result(false, "error: " + e.getMessage());
    }
  }

  /// Turn by turn until the model has an answer.
  private String converse() throws RunFailedException {
    List<ChatMessage> messages = new ArrayList<>(List.of(ChatMessage.user(task.input())));
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      ModelAnswer answer = askWithRetry(messages);
      ToolCall call = answer.call();
      if (call == null) {
        return answer.text();
      }
      messages.add(ChatMessage.wants(call));
      messages.add(ChatMessage.result(call, use(call)));
    }
    throw new RunFailedException(new IllegalStateException("no answer after 8 turns"));
  }

  private ModelAnswer askWithRetry(List<ChatMessage> messages) throws RunFailedException {
    try {
      return ask(messages);
    } catch (ModelOverloadedException refused) {
      time.pass(BEFORE_RETRY);
      try {
        return ask(messages);
      } catch (ModelOverloadedException again) {
        throw new RunFailedException(again);
      }
    }
  }

  private ModelAnswer ask(List<ChatMessage> messages) throws ModelOverloadedException {
    ModelRequest request =
        new ModelRequest(setup.model(), prompt, messages, offers, task.role().maxTokens());
    try (Step step = told.model(setup.model())) {
      step.span()
          .setAttribute("gen_ai.agent.name", task.role().agent())
          .setAttribute("gen_ai.provider.name", ModelProfile.named(setup.model()).provider())
          .setAttribute(longKey("gen_ai.request.max_tokens"), (long) task.role().maxTokens())
          .setAttribute("gen_ai.system_instructions", Messages.system(prompt))
          .setAttribute("gen_ai.input.messages", Messages.input(messages));
      try {
        ModelAnswer answer = agency.model().answer(request, random);
        time.pass(answer.took());
        answered(step, answer);
        return answer;
      } catch (ModelOverloadedException e) {
        time.pass(e.took());
        step.fail(e.getClass().getSimpleName(), e.getMessage());
        throw e;
      }
    }
  }

  private void answered(Step step, ModelAnswer answer) {
    step.used(answer.inputTokens(), answer.outputTokens());
    step.span()
        .setAttribute("gen_ai.response.model", setup.model())
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
  private String use(ToolCall call) {
    return told.tool(
        call,
        () -> {
          Span span = Span.current().setAttribute("gen_ai.tool.call.id", call.id());
          return call.tool().equals(Agency.CHECKER.name())
              ? askColleague(span)
              : useTool(call, span);
        });
  }

  private String useTool(ToolCall call, Span span) {
    Optional<Tool> tool =
        agency.tools(task.role()).stream()
            .filter(each -> each.offer().name().equals(call.tool()))
            .findFirst();
    if (tool.isEmpty()) {
      Step.fail(span, "NoSuchToolException", call.tool(), time);
      return "error: there is no tool " + call.tool();
    }
    Tool.Result result = tool.get().call(call.arguments(), task.lead(), time.now(), random);
    time.pass(result.took());
    if (result.failure() != null) {
      Step.fail(span, result.failure(), result.text(), time);
      return "error: " + result.text();
    }
    return result.text();
  }

  /// Email Writer has another agent check the address.
  private String askColleague(Span span) {
    Task asked =
        new Task(
            Role.DELIVERABILITY_CHECKER,
            task.number(),
            task.lead(),
            "Address: " + task.lead().address());
    Result result = agency.run(asked, time, random);
    if (!result.ok()) {
      Step.fail(span, "AgentFailedException", result.text(), time);
    }
    return result.text();
  }

  /// The step in which the program behind an agent reads what the model wrote.
  private void parse(String answer) throws RunFailedException {
    try (Step step = told.own("parse_output")) {
      step.span()
          .setAttribute("metaagent.action.kind", "other")
          .setAttribute("input.value", answer);
      time.pass(OWN_WORK);
      try {
        OutputParser.parse(answer, task.role().fields());
      } catch (OutputFormatException e) {
        step.fail(e.getClass().getSimpleName(), e.getMessage());
        throw new RunFailedException(e);
      }
    }
  }
}
