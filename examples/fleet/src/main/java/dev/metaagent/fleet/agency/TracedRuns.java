package dev.metaagent.fleet.agency;

import dev.metaagent.fleet.agency.Story.Setup;
import dev.metaagent.fleet.model.ToolCall;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs that are only traced, by the ordinary OpenTelemetry SDK, with the times of their own
/// timeline: nobody stops what has been.
public final class TracedRuns implements Instruments {

  private final Tracer tracer;

  public TracedRuns(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Run begin(Task task, Setup setup, Timeline time) {
    return new Traced(task, setup, time);
  }

  private final class Traced implements Run {

    private final Task task;
    private final Setup setup;
    private final Timeline time;
    private final Step whole;

    Traced(Task task, Setup setup, Timeline time) {
      this.task = task;
      this.setup = setup;
      this.time = time;
      this.whole = start("invoke_agent " + task.role().agent(), SpanKind.INTERNAL);
      whole.span().setAttribute("gen_ai.operation.name", "invoke_agent");
      Facts.ofRun(whole.span(), task, setup);
      whole
          .span()
          .setAttribute("gen_ai.prompt.name", task.role().prompt())
          .setAttribute("gen_ai.prompt.version", Facts.version(setup.promptVersion()));
    }

    @Override
    public @Nullable String refusal() {
      return null;
    }

    @Override
    public ServedPrompt prompt() {
      int version = setup.promptVersion();
      return new ServedPrompt(Prompts.text(task.role(), version), version);
    }

    @Override
    public Step model(String name) {
      Step step = start("chat " + name, SpanKind.CLIENT);
      step.span()
          .setAttribute("gen_ai.operation.name", "chat")
          .setAttribute("gen_ai.request.model", name);
      return step;
    }

    @Override
    public Step own(String name) {
      return start(name, SpanKind.INTERNAL);
    }

    @Override
    public String tool(ToolCall call, Supplier<String> use) {
      try (Step step = start("execute_tool " + call.tool(), SpanKind.INTERNAL)) {
        step.span()
            .setAttribute("gen_ai.operation.name", "execute_tool")
            .setAttribute("gen_ai.tool.name", call.tool())
            .setAttribute("gen_ai.tool.call.arguments", Messages.arguments(call));
        String text = use.get();
        step.span().setAttribute("gen_ai.tool.call.result", text);
        return text;
      }
    }

    @Override
    public Step whole() {
      return whole;
    }

    @Override
    public void close() {
      whole.close();
    }

    /// A span that says whose it is: it may be sent before the one that the run began with.
    @SuppressWarnings("MustBeClosedChecker") // closed with the step
    private Step start(String name, SpanKind kind) {
      Span span =
          tracer
              .spanBuilder(name)
              .setSpanKind(kind)
              .setStartTimestamp(time.now())
              .startSpan()
              .setAttribute("gen_ai.agent.name", task.role().agent());
      Scope scope = span.makeCurrent();
      return new Step(
          span,
          time,
          () -> {
            scope.close();
            span.end(time.now());
          });
    }
  }
}
