package dev.metaagent.testing.telemetry;

import static dev.metaagent.testing.telemetry.Attributes.number;
import static dev.metaagent.testing.telemetry.Attributes.text;
import static dev.metaagent.testing.telemetry.Attributes.truth;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.List;

/// One trace: agents inside agents, handoffs inside handoffs, model calls that two instrumentations
/// tell, wrappers, failures, spans whose clock is wrong or whose parents never come.
final class RandomTrace {

  /// Who emits a span.
  private enum Emitter {
    OPENINFERENCE("openinference.instrumentation.langchain"),
    OPENLLMETRY("opentelemetry.instrumentation.openai.v1"),
    SPRING("org.springframework.boot"),
    OWN("acme.agents");

    private final InstrumentationScope scope;

    Emitter(String name) {
      this.scope = InstrumentationScope.newBuilder().setName(name).setVersion("1.0").build();
    }
  }

  private static final long SECOND = 1_000_000_000L;
  private static final int DEEPEST = 7;
  private static final int MOST_SPANS = 40;
  private static final String[] AGENTS = {"desk", "triage", "refunds", "Research-Agent", "writer"};
  private static final String[] MODELS = {"gpt-5-mini", "claude-sonnet-5", "gpt-5-mini-2025-08-07"};

  private final Dice dice;
  private final Texts texts;
  private final ByteString id;
  private final String user;
  private final boolean clockIsWrong;
  private final Resource resource;
  private final List<Sent> sent = new ArrayList<>();
  private final List<ByteString> spanIds = new ArrayList<>();
  private final List<String> responses = new ArrayList<>();
  private int spans;

  private RandomTrace(Dice dice, int number) {
    this.dice = dice;
    this.texts = new Texts(dice);
    this.id = ByteString.copyFrom(dice.bytes(16));
    this.user = "u-" + dice.between(1, 9);
    this.clockIsWrong = dice.oneIn(6);
    Resource.Builder from = Resource.newBuilder();
    if (!dice.oneIn(4)) {
      from.addAttributes(text("service.name", dice.of("shop", "helpdesk")));
    }
    if (dice.oneIn(2)) {
      from.addAttributes(text("service.version", dice.of("1.0", "1.1")));
      from.addAttributes(text("deployment.environment.name", dice.of("production", "staging")));
    }
    this.resource = from.addAttributes(text("trace.number", Integer.toString(number))).build();
  }

  /// Its spans and log records.
  ///
  /// @param now Unix nanoseconds at or after all times sent with a right clock
  static RandomTrace draw(Dice dice, int number, long now) {
    RandomTrace trace = new RandomTrace(dice, number);
    // never near the ten minutes after which a run counts as late
    long end = now - (dice.oneIn(3) ? dice.between(900, 2_400) : dice.between(10, 400)) * SECOND;
    Interval whole = new Interval(end - dice.between(1, 100) * SECOND, end);
    switch (dice.between(0, 9)) {
      case 0 -> trace.request(whole);
      case 1 -> {
        // several topmost spans
        trace.agent(ByteString.EMPTY, whole, 0);
        trace.step(ByteString.EMPTY, whole.within(dice), 0);
      }
      case 2 -> trace.step(ByteString.EMPTY, whole, 0);
      default -> trace.agent(ByteString.EMPTY, whole, 0);
    }
    trace.loseSome();
    return trace;
  }

  List<Sent> sent() {
    return sent;
  }

  ByteString id() {
    return id;
  }

  List<ByteString> spanIds() {
    return spanIds;
  }

  /// A plain web request around agents.
  private void request(Interval time) {
    Span.Builder span =
        begin(ByteString.EMPTY, "POST /ask", time).setKind(Span.SpanKind.SPAN_KIND_SERVER);
    span.addAttributes(text("http.request.method", "POST"));
    add(Emitter.OWN, span);
    for (int agent = dice.between(0, 3); agent > 0; agent--) {
      agent(span.getSpanId(), time.within(dice), 1);
    }
  }

  private void agent(ByteString parent, Interval time, int depth) {
    String name = dice.of(AGENTS);
    Span.Builder span = begin(parent, "invoke_agent " + name, time);
    if (dice.oneIn(2)) {
      span.addAttributes(text("gen_ai.operation.name", "invoke_agent"));
      span.addAttributes(text("gen_ai.agent.name", name));
    } else {
      span.addAttributes(text("openinference.span.kind", "AGENT"));
      span.addAttributes(text("agent.name", name));
    }
    if (dice.oneIn(4)) {
      // what the calls of the agent should report too
      span.addAttributes(number("gen_ai.usage.input_tokens", dice.between(1, 900)));
      span.addAttributes(number("gen_ai.usage.output_tokens", dice.of(7, 8, 90)));
    }
    if (dice.oneIn(5)) {
      span.addAttributes(text("metaagent.prompt.name", "main"));
      span.addAttributes(text("metaagent.prompt.version", dice.of("3", "4")));
    }
    if (dice.oneIn(8)) {
      span.addAttributes(truth("metaagent.success", dice.oneIn(2)));
    }
    if (dice.oneIn(3)) {
      span.addAttributes(
          text("metaagent.outcome.key", "ticket-" + Long.toHexString(dice.positive())));
    }
    add(Emitter.OWN, span);
    below(span.getSpanId(), time, depth);
  }

  private void below(ByteString parent, Interval time, int depth) {
    if (depth > DEEPEST) {
      return;
    }
    for (int child = dice.between(depth == 0 ? 1 : 0, 4);
        child > 0 && spans < MOST_SPANS;
        child--) {
      step(parent, time.within(dice), depth + 1);
    }
  }

  private void step(ByteString parent, Interval time, int depth) {
    switch (dice.between(0, 15)) {
      case 0, 1 -> agent(parent, time, depth);
      case 2, 3, 4 -> model(parent, time, depth);
      case 5 -> toldTwice(parent, time);
      case 6 -> sideBySide(parent, time);
      case 7, 8 -> tool(parent, time, depth);
      case 9 -> handoff(parent, time, depth);
      case 10 -> wrapped(parent, time, depth);
      case 11 -> plain(parent, time, depth);
      case 12 -> entered(parent, time);
      case 13 -> loop(parent, time);
      default ->
          kind(
              parent,
              time,
              dice.of("chain", "retrieval", "embedding", "guardrail", "memory", "other"),
              depth);
    }
  }

  private void kind(ByteString parent, Interval time, String kind, int depth) {
    Span.Builder span =
        begin(parent, kind, time).addAttributes(text("metaagent.action.kind", kind));
    add(Emitter.OWN, span);
    below(span.getSpanId(), time, depth);
  }

  /// A span that says nothing of agents.
  private void plain(ByteString parent, Interval time, int depth) {
    Span.Builder span = begin(parent, "SELECT", time);
    span.addAttributes(text("db.system", "postgresql"));
    add(Emitter.OWN, span);
    below(span.getSpanId(), time, depth);
  }

  private void model(ByteString parent, Interval time, int depth) {
    Span.Builder span =
        call(dice.of(Emitter.values()), parent, time, dice.of(MODELS), dice.oneIn(3));
    below(span.getSpanId(), time, depth + 3);
  }

  /// The client's span inside the framework's; either may tell the tokens.
  private void toldTwice(ByteString parent, Interval time) {
    String model = dice.of(MODELS);
    Span.Builder outer = call(Emitter.OPENINFERENCE, parent, time, model, dice.oneIn(2));
    ByteString above = outer.getSpanId();
    for (int wrapper = dice.oneIn(4) ? dice.between(1, 12) : 0; wrapper > 0; wrapper--) {
      Span.Builder between =
          begin(above, "retry", time).addAttributes(text("metaagent.action.kind", "chain"));
      add(Emitter.OWN, between);
      above = between.getSpanId();
    }
    for (int inner = dice.of(1, 1, 1, 2); inner > 0; inner--) {
      call(Emitter.OPENLLMETRY, above, time.within(dice), model, dice.oneIn(2));
    }
  }

  /// Two instrumentations under one parent, and calls that run at the same time.
  private void sideBySide(ByteString parent, Interval time) {
    String model = dice.of(MODELS);
    for (int pair = dice.between(1, 3); pair > 0; pair--) {
      Interval outer = time.within(dice);
      call(Emitter.OPENINFERENCE, parent, outer, model, dice.oneIn(2));
      call(
          dice.of(Emitter.OPENLLMETRY, Emitter.OPENINFERENCE),
          parent,
          outer.within(dice),
          model,
          dice.oneIn(2));
    }
  }

  /// A call, and after it the entries in which the program writes down what it used.
  private void entered(ByteString parent, Interval time) {
    Span.Builder call = call(Emitter.OWN, parent, time, MODELS[0], dice.oneIn(3));
    for (int entry = dice.between(1, 2); entry > 0; entry--) {
      Span.Builder span =
          begin(parent, "record_usage", new Interval(time.end() + entry, time.end() + entry + 1))
              .addAttributes(text("gen_ai.request.model", MODELS[0]));
      call.getAttributesList().stream()
          .filter(attribute -> attribute.getKey().startsWith("gen_ai.usage."))
          .forEach(span::addAttributes);
      if (dice.oneIn(3)) {
        span.addAttributes(number("gen_ai.usage.input_tokens", 5))
            .addAttributes(number("gen_ai.usage.output_tokens", 5));
      }
      add(Emitter.OWN, span);
    }
  }

  /// Calls of a tool loop that report the sum of the loop so far, or their own tokens.
  private void loop(ByteString parent, Interval time) {
    long at = time.start();
    int input = 0;
    for (int call = dice.between(2, 4); call > 0; call--) {
      input += input + dice.between(1, 50);
      Span.Builder span =
          begin(parent, "chat", new Interval(at, at + 1_000_000))
              .addAttributes(text("gen_ai.operation.name", "chat"))
              .addAttributes(text("gen_ai.request.model", MODELS[0]))
              .addAttributes(text("spring.ai.model.request.tool.names", "[\"lookup\"]"))
              .addAttributes(
                  text(
                      "gen_ai.response.finish_reasons",
                      call == 1 ? "[\"STOP\"]" : "[\"TOOL_CALLS\"]"))
              .addAttributes(number("gen_ai.usage.input_tokens", dice.oneIn(4) ? 3 : input))
              .addAttributes(number("gen_ai.usage.output_tokens", input / 3 + 1));
      add(Emitter.SPRING, span);
      at += 2_000_000;
    }
  }

  private Span.Builder call(
      Emitter emitter, ByteString parent, Interval time, String model, boolean silent) {
    Span.Builder span = begin(parent, "chat " + model, time);
    switch (emitter) {
      case OPENINFERENCE ->
          span.addAttributes(text("openinference.span.kind", "LLM"))
              .addAttributes(text("llm.model_name", model));
      case OPENLLMETRY, OWN, SPRING ->
          span.addAttributes(text("gen_ai.operation.name", "chat"))
              .addAttributes(text("gen_ai.response.model", model));
    }
    if (!silent) {
      boolean inference = emitter == Emitter.OPENINFERENCE;
      span.addAttributes(
          number(
              inference ? "llm.token_count.prompt" : "gen_ai.usage.input_tokens",
              dice.between(1, 900)));
      span.addAttributes(
          number(
              inference ? "llm.token_count.completion" : "gen_ai.usage.output_tokens",
              dice.of(7, 8, 90)));
    }
    if (dice.oneIn(8)) {
      span.addAttributes(text("gen_ai.agent.name", dice.of(AGENTS)));
    }
    if (dice.oneIn(5)) {
      String response =
          responses.isEmpty() || dice.oneIn(2)
              ? "resp-" + Long.toHexString(dice.positive())
              : dice.of(responses);
      responses.add(response);
      span.addAttributes(text("gen_ai.response.id", response));
    }
    add(emitter, span);
    return span;
  }

  /// A tool, sometimes inside a wrapper of its name.
  private void tool(ByteString parent, Interval time, int depth) {
    String name = dice.of("lookup", "search");
    ByteString above = parent;
    for (int level = dice.of(1, 1, 1, 2, 3); level > 0; level--) {
      Span.Builder span = begin(above, name, time);
      span.addAttributes(text("gen_ai.operation.name", "execute_tool"))
          .addAttributes(text("gen_ai.tool.name", name));
      add(dice.of(Emitter.values()), span);
      above = span.getSpanId();
    }
    below(above, time, depth + 2);
  }

  /// A handoff, sometimes inside another, with the agent that takes over beside or below it.
  private void handoff(ByteString parent, Interval time, int depth) {
    ByteString above = parent;
    for (int level = dice.of(1, 2, 2, 3); level > 0; level--) {
      Span.Builder span =
          begin(above, "handoff", time).addAttributes(text("gen_ai.operation.name", "handoff"));
      add(dice.of(Emitter.values()), span);
      above = span.getSpanId();
      if (dice.oneIn(3)) {
        Span.Builder between =
            begin(above, "between", time).addAttributes(text("metaagent.action.kind", "chain"));
        add(Emitter.OWN, between);
        above = between.getSpanId();
      }
    }
    if (depth < DEEPEST) {
      agent(dice.oneIn(2) ? above : parent, time.within(dice), depth + 1);
    }
  }

  private void wrapped(ByteString parent, Interval time, int depth) {
    ByteString above = parent;
    for (int level = dice.between(1, 4); level > 0; level--) {
      Span.Builder span =
          begin(above, "node " + level, time)
              .addAttributes(text("openinference.span.kind", "CHAIN"));
      add(Emitter.OPENINFERENCE, span);
      above = span.getSpanId();
    }
    step(above, time, depth + 1);
  }

  private Span.Builder begin(ByteString parent, String name, Interval time) {
    Interval sent = clockIsWrong && dice.oneIn(3) ? time.byAWrongClock(dice) : time;
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id)
            .setSpanId(ByteString.copyFrom(dice.bytes(8)))
            .setName(dice.oneIn(12) ? texts.any() : name)
            .setStartTimeUnixNano(sent.start())
            .setEndTimeUnixNano(dice.oneIn(15) ? 0 : sent.end());
    if (!parent.isEmpty()) {
      span.setParentSpanId(parent);
    }
    return span;
  }

  private void add(Emitter emitter, Span.Builder span) {
    say(span);
    if (dice.oneIn(9)) {
      span.setStatus(
          Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR).setMessage(texts.any()));
      span.addAttributes(
          text("error.type", dice.of("TimeoutError", "RateLimitError", "\uD83D\uDE80")));
    } else if (dice.oneIn(2)) {
      span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_OK));
    }
    spans++;
    spanIds.add(span.getSpanId());
    sent.add(new Sent.OfTrace(resource, emitter.scope, span.build()));
    if (dice.oneIn(12)) {
      log(span);
    }
  }

  /// What any span may say about its run.
  private void say(Span.Builder span) {
    if (dice.oneIn(6)) {
      span.addAttributes(text("session.id", "session " + dice.between(1, 3)));
    }
    if (dice.oneIn(9)) {
      span.addAttributes(text("metaagent.user.id", user));
    }
    if (dice.oneIn(5)) {
      span.addAttributes(
          text("metaagent.attr.customer", dice.oneIn(3) ? texts.any() : dice.of("acme", "globex")));
    }
    if (dice.oneIn(9)) {
      span.addAttributes(text("metaagent.attr." + texts.key(), texts.any()));
    }
    if (dice.oneIn(9)) {
      span.addAttributes(text(texts.key(), texts.any()));
    }
    if (dice.oneIn(9)) {
      span.addAttributes(text("input.value", texts.any()))
          .addAttributes(text("output.value", texts.any()));
    }
    if (dice.oneIn(20)) {
      for (int attribute = 0; attribute < 50; attribute++) {
        span.addAttributes(text("metaagent.attr.many" + attribute, "v"));
      }
    }
  }

  private void log(Span.Builder span) {
    LogRecord.Builder entry =
        LogRecord.newBuilder()
            .setTraceId(id)
            .setSpanId(dice.oneIn(5) ? ByteString.EMPTY : span.getSpanId())
            .setTimeUnixNano(Math.max(1, span.getStartTimeUnixNano()))
            .setEventName(dice.of("gen_ai.choice", "note"))
            .setBody(AnyValue.newBuilder().setStringValue(texts.any()));
    if (dice.oneIn(3)) {
      entry.addAttributes(text("session.id", "session " + dice.between(1, 3)));
    }
    sent.add(new Sent.OfLog(resource, Emitter.OWN.scope, entry.build()));
  }

  /// Some never arrive: the root, or one in the middle.
  private void loseSome() {
    if (dice.oneIn(6) && spans > 1) {
      sent.removeFirst();
    }
    if (dice.oneIn(6) && spans > 3) {
      sent.remove(dice.between(0, sent.size() - 1));
    }
  }
}
