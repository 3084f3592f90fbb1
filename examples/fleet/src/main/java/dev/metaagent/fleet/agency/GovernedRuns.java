package dev.metaagent.fleet.agency;

import dev.metaagent.fleet.agency.Story.Setup;
import dev.metaagent.fleet.model.ToolCall;
import dev.metaagent.sdk.Action;
import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.Execution;
import dev.metaagent.sdk.ExecutionOptions;
import dev.metaagent.sdk.Guarded;
import dev.metaagent.sdk.MetaAgent;
import dev.metaagent.sdk.Prompt;
import dev.metaagent.sdk.Refusal;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs under a policy, through MetaAgent's SDK: it begins them or refuses to, gives them their
/// prompts, decides about their tools, waits for a person where a rule asks one, and tells it all.
public final class GovernedRuns implements Instruments {

  private final MetaAgent metaAgent;
  private final Tracer tracer;
  private final BiConsumer<Role, String> refused;

  /// @param tracer for the steps of the program itself, whose spans the SDK sends too
  /// @param refused is told of each run that must not begin, and why
  public GovernedRuns(MetaAgent metaAgent, Tracer tracer, BiConsumer<Role, String> refused) {
    this.metaAgent = metaAgent;
    this.tracer = tracer;
    this.refused = refused;
  }

  @Override
  public Run begin(Task task, Setup setup, Timeline time) {
    Agent agent = metaAgent.agent(task.role().agent());
    Execution execution = agent.execution(null, ExecutionOptions.NONE);
    Refusal refusal = execution.refusal();
    if (refusal != null) {
      refused.accept(task.role(), refusal.sentence());
    }
    return new Governed(task, setup, time, agent, execution);
  }

  private final class Governed implements Run {

    private final Task task;
    private final Setup setup;
    private final Timeline time;
    private final Agent agent;
    private final Execution execution;
    private final Step whole;

    Governed(Task task, Setup setup, Timeline time, Agent agent, Execution execution) {
      this.task = task;
      this.setup = setup;
      this.time = time;
      this.agent = agent;
      this.execution = execution;
      this.whole = new Step(Span.current(), time, () -> {});
      Facts.ofRun(whole.span(), task, setup);
      whole.span().setAttribute("metaagent.environment", "production");
    }

    @Override
    public @Nullable String refusal() {
      Refusal refusal = execution.refusal();
      return refusal == null ? null : refusal.sentence();
    }

    /// The production version of the policy; without a policy the prompt that the program has.
    @Override
    public ServedPrompt prompt() {
      Role role = task.role();
      Prompt prompt =
          agent.policy().prompt(role.prompt(), Prompts.text(role, setup.promptVersion()));
      Long served = prompt.version();
      int version = served == null ? setup.promptVersion() : served.intValue();
      whole
          .span()
          .setAttribute("metaagent.prompt.name", role.prompt())
          .setAttribute("metaagent.prompt.version", Facts.version(version));
      return new ServedPrompt(prompt.content(), version);
    }

    @Override
    public Step model(String name) {
      time.catchUp();
      Action action = execution.llm(name, null);
      return new Step(Span.current(), time, action::usage, action::close);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed with the step
    public Step own(String name) {
      time.catchUp();
      Span span =
          tracer
              .spanBuilder(name)
              .startSpan()
              .setAttribute("gen_ai.agent.name", task.role().agent());
      Scope scope = span.makeCurrent();
      return new Step(
          span,
          time,
          () -> {
            scope.close();
            span.end();
          });
    }

    /// Nobody who reads a refusal tries the same again.
    @Override
    public String tool(ToolCall call, Supplier<String> use) {
      Guarded<String> guarded =
          execution.guard(
              call.tool(),
              arguments(call),
              permitted -> {
                time.catchUp();
                return use.get();
              });
      time.catchUp();
      Refusal refusal = guarded.refusal();
      return refusal == null ? String.valueOf(guarded.result()) : refusal.sentence();
    }

    @Override
    public Step whole() {
      return whole;
    }

    @Override
    public void close() {
      execution.close();
    }
  }

  /// As a rule compares them: amounts are numbers.
  static Map<String, Object> arguments(ToolCall call) {
    Map<String, Object> arguments = new LinkedHashMap<>(call.arguments());
    arguments.replaceAll((name, value) -> {
      boolean amount = name.endsWith("_usd") && String.valueOf(value).matches("\\d{1,9}");
      return amount ? (Object) Long.valueOf(String.valueOf(value)) : value;
    });
    return arguments;
  }
}
