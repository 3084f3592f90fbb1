package dev.metaagent.fleet.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A language model without a network. It reads the prompt and the messages as text, follows the
/// steps it finds there, calls tools, and writes an answer in the form it was asked for, as well as
/// the prompt, its own ability and the input let it. All chance comes from the given source.
public final class SimulatedModel {

  private static final double OVERLOADED = 0.003;
  private static final Duration REFUSAL = Duration.ofMillis(180);
  private static final int MOST_CALLS_OF_A_TOOL = 2;
  private static final int TOKENS_OF_A_TOOL = 60;

  private final Map<String, PromptFeatures> prompts = new ConcurrentHashMap<>();

  /// Answers a request.
  ///
  /// @throws ModelOverloadedException now and then, as providers do
  public ModelAnswer answer(ModelRequest request, RandomGenerator random)
      throws ModelOverloadedException {
    if (random.nextDouble() < OVERLOADED) {
      throw new ModelOverloadedException(request.model(), REFUSAL);
    }
    ModelProfile model = ModelProfile.named(request.model());
    PromptFeatures prompt = prompts.computeIfAbsent(request.prompt(), PromptFeatures::of);
    Reading reading = Reading.of(request.messages());
    ToolOffer tool = nextTool(request, prompt, model, reading, random);
    if (tool != null) {
      ToolCall call = call(tool, new Knowledge(prompt, reading, false, random), reading, random);
      return finish(request, model, random, "", call);
    }
    return finish(request, model, random, write(prompt, model, reading, random), null);
  }

  /// The first tool, in the order in which the prompt names them, that has not done its work yet.
  private static @Nullable ToolOffer nextTool(
      ModelRequest request,
      PromptFeatures prompt,
      ModelProfile model,
      Reading reading,
      RandomGenerator random) {
    for (ToolOffer tool : inOrder(request)) {
      if (!isDone(tool, request.messages())
          && random.nextDouble() >= Lapses.step(prompt, model, reading)) {
        return tool;
      }
    }
    return null;
  }

  private static List<ToolOffer> inOrder(ModelRequest request) {
    List<ToolOffer> named = new ArrayList<>();
    for (ToolOffer tool : request.tools()) {
      if (request.prompt().contains("`" + tool.name() + "`")) {
        named.add(tool);
      }
    }
    named.sort(Comparator.comparingInt(tool -> request.prompt().indexOf("`" + tool.name() + "`")));
    return named;
  }

  /// A tool has done its work when it gave a result, or failed twice.
  private static boolean isDone(ToolOffer tool, List<ChatMessage> messages) {
    int calls = 0;
    for (ChatMessage message : messages) {
      if (message.role() == ChatMessage.Role.TOOL
          && message.call() != null
          && message.call().tool().equals(tool.name())) {
        if (!message.text().startsWith("error")) {
          return true;
        }
        calls++;
      }
    }
    return calls >= MOST_CALLS_OF_A_TOOL;
  }

  private static ToolCall call(
      ToolOffer tool, Knowledge knowledge, Reading reading, RandomGenerator random) {
    Map<String, String> arguments = new LinkedHashMap<>();
    for (String parameter : tool.parameters()) {
      String known = reading.facts().get(parameter.replace('_', ' '));
      boolean own = known == null && Knowledge.FIELDS.contains(parameter);
      arguments.put(
          parameter, own ? String.valueOf(knowledge.value(parameter)) : known == null ? "" : known);
    }
    return new ToolCall(id("call_", random), tool.name(), arguments);
  }

  private static String write(
      PromptFeatures prompt, ModelProfile model, Reading reading, RandomGenerator random) {
    boolean misjudges = random.nextDouble() < Lapses.judgement(prompt, model, reading);
    Knowledge knowledge = new Knowledge(prompt, reading, misjudges, random);
    Map<String, Object> answer = new LinkedHashMap<>();
    for (String field : prompt.fields()) {
      answer.put(field, knowledge.value(field));
    }
    boolean slips = random.nextDouble() < Lapses.form(prompt, model, reading);
    return slips && !answer.isEmpty()
        ? Writing.slipped(answer, prompt, reading, random)
        : Writing.plain(answer);
  }

  private static ModelAnswer finish(
      ModelRequest request,
      ModelProfile model,
      RandomGenerator random,
      String text,
      @Nullable ToolCall call) {
    int input = inputTokens(request);
    int wanted = call == null ? Tokens.of(text) : Tokens.of(call.tool() + call.arguments()) + 20;
    int output = Math.min(wanted, request.maxTokens());
    String kept = output < wanted ? text.substring(0, text.length() * output / wanted) : text;
    double first = model.firstTokenMs() * (1 + input / 20_000.0) * spread(random, 0.22);
    double rest = output / model.tokensPerSecond() * 1_000 * spread(random, 0.12);
    return new ModelAnswer(
        id("resp_", random),
        kept,
        call,
        output < wanted ? "length" : call == null ? "stop" : "tool_calls",
        input,
        output,
        micros(first),
        micros(first + rest));
  }

  private static int inputTokens(ModelRequest request) {
    int tokens = Tokens.of(request.prompt()) + TOKENS_OF_A_TOOL * request.tools().size();
    for (ChatMessage message : request.messages()) {
      tokens += 4 + Tokens.of(message.text());
      tokens += message.call() == null ? 0 : Tokens.of(message.call().arguments().toString());
    }
    return tokens;
  }

  /// A factor around 1, never far below and sometimes far above.
  private static double spread(RandomGenerator random, double width) {
    return Math.exp(random.nextGaussian() * width);
  }

  private static Duration micros(double millis) {
    return Duration.ofNanos(Math.round(millis * 1_000) * 1_000);
  }

  private static String id(String prefix, RandomGenerator random) {
    return prefix + "%016x".formatted(random.nextLong());
  }
}
