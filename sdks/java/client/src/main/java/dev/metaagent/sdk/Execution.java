package dev.metaagent.sdk;

import dev.metaagent.policy.TokenUsage;
import dev.metaagent.policy.rules.Effect;
import dev.metaagent.sdk.internal.policies.Held;
import dev.metaagent.sdk.internal.values.Plain;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One run of an agent, from its beginning until it is closed. One that the policy refuses is not
/// told, and refuses each of its calls.
public final class Execution implements AutoCloseable {

  private static final ContextKey<Execution> CURRENT = ContextKey.named("metaagent-execution");

  private final Agent agent;
  private final Connection connection;
  private final Span span;
  private final Scope scope;
  private final Context context;
  private final @Nullable Refusal refusal;
  private final RunMeter meter = new RunMeter();
  private @Nullable String evidence;
  private @Nullable Boolean success;
  private boolean closed;

  @SuppressWarnings("MustBeClosedChecker") // closed by close()
  private Execution(Agent agent, Connection connection, Span span) {
    this.agent = agent;
    this.connection = connection;
    this.span = span;
    this.refusal = agent.policy().begin(span.getSpanContext().getTraceId());
    // what others tell within a refused run belongs to what is around it
    Context around = Context.current();
    this.context = (refusal == null ? around.with(span) : around).with(CURRENT, this);
    this.scope = context.makeCurrent();
  }

  static Execution begin(
      Agent agent, Connection connection, @Nullable Object input, ExecutionOptions options) {
    SpanBuilder span =
        connection
            .tracer()
            .spanBuilder("invoke_agent " + agent.name())
            .setAttribute(Names.OPERATION, "invoke_agent")
            .setAttribute(Names.AGENT, agent.name());
    put(span, Names.INPUT, input == null ? null : Plain.text(input));
    put(span, Names.SESSION, options.session());
    put(span, Names.USER, options.user());
    put(span, Names.TASK_CLASS, options.taskClass());
    put(span, Names.VERSION, options.version());
    options.metadata().forEach((key, value) -> span.setAttribute(Names.METADATA + key, value));
    return new Execution(agent, connection, span.startSpan());
  }

  private static void put(SpanBuilder span, AttributeKey<String> name, @Nullable String value) {
    if (value != null) {
      span.setAttribute(name, value);
    }
  }

  /// The execution in whose body the calling thread is; null outside of one.
  public static @Nullable Execution current() {
    return Context.current().get(CURRENT);
  }

  /// The id of the trace, 32 hexadecimal digits, by which an outcome finds the run later.
  public String id() {
    return span.getSpanContext().getTraceId();
  }

  public Agent agent() {
    return agent;
  }

  /// Why it must not run; null if it may. A refused execution is not sent.
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /// Throws [RefusedException] if it is refused.
  public Execution orThrow() {
    if (refusal != null) {
      throw new RefusedException(refusal);
    }
    return this;
  }

  /// A task that runs within this execution, for another thread.
  public Runnable wrap(Runnable task) {
    return context.wrap(task);
  }

  RunMeter meter() {
    return meter;
  }

  void usedPrompt(String name, long version) {
    span.setAttribute(Names.PROMPT, name);
    span.setAttribute(Names.PROMPT_VERSION, Long.toString(version));
  }

  /// A model call. Its [Action#refusal] says why it must not be made, where a limit of the run is
  /// reached for example.
  public Action llm(String model, @Nullable Object input) {
    Refusal no = agent.policy().refusalOfModel(this);
    return decided(Action.here(chat(model, input), Names.OUTPUT, model, this::spent), no);
  }

  /// A model call that may end on another thread, such as one that streams.
  public Action llmAsync(String model, @Nullable Object input) {
    Refusal no = agent.policy().refusalOfModel(this);
    return decided(recordLlm(model, input), no);
  }

  /// A model call that is made in any case, and may end on another thread: for what can only watch.
  public Action recordLlm(String model, @Nullable Object input) {
    return Action.anywhere(chat(model, input), Names.OUTPUT, model, this::spent);
  }

  private Action decided(Action call, @Nullable Refusal no) {
    return no == null
        ? call
        : call.decided(Effect.DENY.text(), null, agent.policy().version()).refused(no);
  }

  private Span chat(String model, @Nullable Object input) {
    return start(
        "chat " + model,
        Attributes.of(Names.OPERATION, "chat", Names.REQUEST_MODEL, model),
        Names.INPUT,
        input);
  }

  /// A tool call that is only told. To ask the policy before, see [#guard].
  public Action tool(String name, @Nullable Object arguments) {
    Span span =
        start(
            "execute_tool " + name,
            Attributes.of(Names.OPERATION, "execute_tool", Names.TOOL, name),
            Names.TOOL_ARGUMENTS,
            arguments);
    return Action.here(span, Names.TOOL_RESULT, null, (model, usage) -> {});
  }

  /// Tells a tool call that is not made.
  void refusedTool(
      String name, @Nullable Object arguments, AgentPolicy.Decided decided, Refusal refusal) {
    try (Action action = tool(name, arguments)) {
      if (decided.effect() != null) {
        action.decided(decided.effect(), refusal.rule(), decided.version());
      }
      action.refused(refusal);
    }
  }

  /// A search, in a store of this name.
  public Action retrieval(String name, @Nullable Object query) {
    return other("retrieval", name, query);
  }

  /// The task is given to another agent.
  public Action handoff(String toAgent, @Nullable Object input) {
    return other("handoff", toAgent, input);
  }

  private Action other(String kind, String name, @Nullable Object input) {
    Span span = start(kind + " " + name, Attributes.of(Names.KIND, kind), Names.INPUT, input);
    return Action.here(span, Names.OUTPUT, null, (model, usage) -> {});
  }

  /// Each action counts, also one that is refused; of a refused run none is told.
  private Span start(
      String name, Attributes attributes, AttributeKey<String> inputName, @Nullable Object input) {
    meter.action();
    if (refusal != null) {
      return Span.getInvalid();
    }
    SpanBuilder action = connection.tracer().spanBuilder(name).setAllAttributes(attributes);
    if (Context.current().get(CURRENT) != this) {
      action.setParent(context);
    }
    put(action, inputName, input == null ? null : Plain.text(input));
    return action.startSpan();
  }

  private void spent(@Nullable String model, @Nullable TokenUsage usage) {
    Held held = agent.policy().held();
    if (held != null && model != null && usage != null) {
      held.prices().cost(model, usage).ifPresent(meter::spent);
    }
  }

  /// Asks the policy, waits for a person where a rule asks one, and calls the tool with the
  /// arguments that are permitted. Either way the call is a tool action. An exception of the tool
  /// goes on to the caller.
  public <T extends @Nullable Object> Guarded<T> guard(
      String name, @Nullable Object arguments, Function<@Nullable Object, T> call) {
    AgentPolicy.Decided decided = agent.policy().decide(name, arguments, this);
    Decision decision = decided.decision().awaited();
    Object permitted = decision instanceof Permit permit ? permit.arguments() : arguments;
    try (Action action = tool(name, permitted)) {
      if (decided.effect() != null) {
        action.decided(decided.effect(), rule(decision), decided.version());
      }
      if (decision instanceof Refusal no) {
        action.refused(no);
        return new Guarded<>(null, no);
      }
      try {
        T result = call.apply(permitted);
        action.output(result);
        return new Guarded<>(result, null);
      } catch (RuntimeException | Error e) {
        action.error(e);
        throw e;
      }
    }
  }

  private static @Nullable String rule(Decision decision) {
    if (decision instanceof Permit permit) {
      return permit.rule();
    }
    return decision instanceof Refusal refusal ? refusal.rule() : null;
  }

  /// What the run answered: a text, or a value that is shown as JSON.
  public Execution output(@Nullable Object output) {
    if (output != null) {
      span.setAttribute(Names.OUTPUT, Plain.text(output));
    }
    return this;
  }

  /// The run failed.
  public Execution error(Throwable failure) {
    span.recordException(failure);
    span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
    return this;
  }

  /// Whether the run reached its goal, and what shows it (null for nothing). May also be told after
  /// it was closed.
  public Execution outcome(boolean reached, @Nullable Object shownBy) {
    if (refusal != null) {
      return this;
    }
    success = reached;
    evidence = shownBy == null ? null : Plain.text(shownBy);
    if (closed) {
      connection.outcome(id(), reached, evidence);
    } else {
      span.setAttribute(Names.SUCCESS, reached);
    }
    return this;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    scope.close();
    if (refusal == null) {
      span.end();
      if (evidence != null) {
        connection.outcome(id(), success, evidence);
      }
    }
  }
}
