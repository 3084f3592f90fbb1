package dev.metaagent.ingest.json;

import com.google.protobuf.ByteString;
import dev.metaagent.executions.OutcomeKeys;
import dev.metaagent.ingest.json.PlainExecution.Fault;
import dev.metaagent.ingest.json.PlainExecution.Kind;
import dev.metaagent.ingest.json.PlainExecution.Status;
import dev.metaagent.ingest.json.PlainExecution.Step;
import dev.metaagent.ingest.json.PlainExecution.Usage;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.kernel.TraceId;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Converts a run to OpenTelemetry spans: one for the run, one for each step.
final class PlainSpans {

  private final OrganizationId organization;
  private final PlainExecution run;
  private final ExecutionPlace place;
  private final PlainTimes times;
  private final @Nullable String onlyCall;
  private final List<Span> spans = new ArrayList<>();

  private PlainSpans(
      OrganizationId organization, PlainExecution run, ExecutionPlace place, PlainTimes times) {
    this.organization = organization;
    this.run = run;
    this.place = place;
    this.times = times;
    List<String> calls = new ArrayList<>();
    calls(run.steps(), "", calls);
    this.onlyCall = calls.size() == 1 && !usageInSteps(run) ? calls.getFirst() : null;
  }

  static ExportTraceServiceRequest of(
      OrganizationId organization, PlainExecution run, ExecutionPlace place, PlainTimes times) {
    PlainSpans converted = new PlainSpans(organization, run, place, times);
    converted.convert();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .addScopeSpans(
                    ScopeSpans.newBuilder()
                        .setScope(InstrumentationScope.newBuilder().setName("metaagent.json"))
                        .addAllSpans(converted.spans)))
        .build();
  }

  /// Whether some step reports usage, so that the usage of the run itself would be counted twice.
  static boolean usageInSteps(PlainExecution run) {
    return steps(run.steps()).anyMatch(step -> counts(step.usage()));
  }

  private static boolean counts(Usage usage) {
    return usage.inputTokens() != null || usage.outputTokens() != null || usage.costUsd() != null;
  }

  private static Stream<Step> steps(List<Step> steps) {
    return steps.stream().flatMap(step -> Stream.concat(Stream.of(step), steps(step.steps())));
  }

  /// The places of model calls among steps.
  private static void calls(List<Step> steps, String path, List<String> calls) {
    for (int i = 0; i < steps.size(); i++) {
      String here = path + "/" + i;
      if (steps.get(i).kind() == Kind.LLM) {
        calls.add(here);
      }
      calls(steps.get(i).steps(), here, calls);
    }
  }

  private void convert() {
    PlainTimes.Span own = times.run();
    Span.Builder span =
        span(place.span(), place.above(), run.agent(), own, run.status(), run.error());
    PlainExecution.About about = run.about();
    SpanAttributes attributes =
        new SpanAttributes(span)
            .text("metaagent.action.kind", "agent")
            .text("metaagent.agent.name", run.agent())
            .text("metaagent.agent.version", about.version())
            .text("metaagent.framework", about.framework())
            .text("metaagent.environment", about.environment())
            .text("metaagent.session.id", about.sessionId())
            .text("metaagent.user.id", about.userId())
            .text("metaagent.prompt.name", about.promptName())
            .text("metaagent.prompt.version", about.promptVersion())
            .text("metaagent.arm", about.arm())
            .text("metaagent.task.class", about.taskClass())
            .texts("metaagent.learnings", about.learnings())
            .truth("metaagent.success", run.success())
            .text("input.value", run.input())
            .text("output.value", run.output());
    about.attributes().forEach((key, value) -> attributes.text("metaagent.attr." + key, value));
    if (!about.attributes().containsKey("id")) {
      attributes.text("metaagent.attr.id", run.id());
    }
    List<String> keys = new ArrayList<>(run.outcomeKeys());
    keys.add(OutcomeKeys.ofRun(run.id()));
    attributes.texts(OutcomeKeys.ATTRIBUTE, keys);
    spans.add(span.build());
    callOfItsOwn(own);
    convert(run.steps(), place.span(), "", own);
  }

  /// Usage is counted on calls. The usage of a run is put on its only call if that reports none,
  /// and on an additional call if it has none or several.
  private void callOfItsOwn(PlainTimes.Span own) {
    Usage usage = run.usage();
    boolean nothing = !counts(usage) && usage.model() == null;
    if (onlyCall != null || usageInSteps(run) || nothing) {
      return;
    }
    String name = usage.model() == null ? "model calls" : "chat " + usage.model();
    long id = PlainIds.spanOfStep(organization, run.id(), "usage");
    Span.Builder span = span(id, place.span(), name, own, run.status(), run.error());
    use(new SpanAttributes(span).text("metaagent.action.kind", "llm"), usage);
    spans.add(span.build());
  }

  private void convert(List<Step> steps, long above, String path, PlainTimes.Span around) {
    PlainTimes.Span before = null;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String here = path + "/" + i;
      long id =
          PlainIds.spanOfStep(organization, run.id(), step.id() == null ? here : "#" + step.id());
      PlainTimes.Span own = PlainTimes.step(step, around, before);
      Span.Builder span = span(id, above, step.name(), own, step.status(), step.error());
      SpanAttributes attributes =
          new SpanAttributes(span)
              .text("metaagent.action.kind", step.kind().name().toLowerCase(Locale.ROOT))
              .text("gen_ai.tool.call.id", step.toolCallId());
      bodies(attributes, step);
      use(attributes, here.equals(onlyCall) ? run.usage().of(step.usage()) : step.usage());
      spans.add(span.build());
      convert(step.steps(), id, here, own);
      before = own;
    }
  }

  private static void bodies(SpanAttributes attributes, Step step) {
    switch (step.kind()) {
      case AGENT -> attributes.text("metaagent.agent.name", step.name());
      case TOOL -> attributes.text("gen_ai.tool.name", step.name());
      case LLM, RETRIEVAL, EMBEDDING, CHAIN, GUARDRAIL, HANDOFF, MEMORY, OTHER -> {}
    }
    boolean tool = step.kind() == Kind.TOOL;
    boolean call = step.kind() == Kind.LLM;
    attributes
        .text(tool ? "gen_ai.tool.call.arguments" : said(call, step.input(), "input"), step.input())
        .text(
            tool ? "gen_ai.tool.call.result" : said(call, step.output(), "output"), step.output());
  }

  /// A list as input or output of a model call is a list of messages.
  private static String said(boolean call, @Nullable String body, String side) {
    boolean messages = call && body != null && body.startsWith("[");
    return messages ? "gen_ai." + side + ".messages" : side + ".value";
  }

  private static void use(SpanAttributes attributes, Usage usage) {
    attributes
        .text("gen_ai.request.model", usage.model())
        .text("gen_ai.response.model", usage.model())
        .text("gen_ai.provider.name", usage.provider())
        .count("gen_ai.usage.input_tokens", usage.inputTokens())
        .count("gen_ai.usage.output_tokens", usage.outputTokens())
        .count("gen_ai.usage.cache_read.input_tokens", usage.cacheReadTokens())
        .count("gen_ai.usage.cache_write.input_tokens", usage.cacheWriteTokens())
        .count("gen_ai.usage.reasoning.output_tokens", usage.reasoningTokens())
        .text(
            "metaagent.cost.usd", usage.costUsd() == null ? null : usage.costUsd().toPlainString());
  }

  private Span.Builder span(
      long id,
      long above,
      String name,
      PlainTimes.Span own,
      @Nullable Status said,
      @Nullable Fault fault) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(bytes(place.trace()))
            .setSpanId(bytes(id))
            .setName(name)
            .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
            .setStartTimeUnixNano(own.startNanos())
            .setEndTimeUnixNano(own.endNanos());
    if (above != 0) {
      span.setParentSpanId(bytes(above));
    }
    Status status = PlainTimes.status(said, fault);
    io.opentelemetry.proto.trace.v1.Status.Builder code =
        io.opentelemetry.proto.trace.v1.Status.newBuilder();
    switch (status) {
      case OK -> {
        code.setCode(io.opentelemetry.proto.trace.v1.Status.StatusCode.STATUS_CODE_OK);
        new SpanAttributes(span).text("metaagent.status", "ok");
      }
      case ERROR -> {
        code.setCode(io.opentelemetry.proto.trace.v1.Status.StatusCode.STATUS_CODE_ERROR);
        if (fault != null && fault.message() != null) {
          code.setMessage(fault.message());
        }
        new SpanAttributes(span).text("error.type", fault == null ? null : fault.type());
      }
      case RUNNING -> {}
    }
    return span.setStatus(code);
  }

  private static ByteString bytes(TraceId trace) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(16)
            .putLong(trace.value().getMostSignificantBits())
            .putLong(trace.value().getLeastSignificantBits())
            .flip());
  }

  private static ByteString bytes(long id) {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(id).flip());
  }
}
