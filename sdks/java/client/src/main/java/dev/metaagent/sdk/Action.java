package dev.metaagent.sdk;

import dev.metaagent.policy.TokenUsage;
import dev.metaagent.sdk.internal.values.Plain;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// One step of an execution, from its creation until it is closed. Spans that begin meanwhile on
/// the same thread are below it; close it on the thread that made it.
public final class Action implements AutoCloseable {

  private final Span span;
  private final Scope scope;
  private final AttributeKey<String> outputName;
  private final BiConsumer<@Nullable String, @Nullable TokenUsage> ended;
  private @Nullable String model;
  private @Nullable TokenUsage usage;
  private @Nullable Refusal refusal;
  private boolean closed;

  private Action(
      Span span,
      Scope scope,
      AttributeKey<String> outputName,
      @Nullable String model,
      BiConsumer<@Nullable String, @Nullable TokenUsage> ended) {
    this.span = span;
    this.scope = scope;
    this.outputName = outputName;
    this.model = model;
    this.ended = ended;
  }

  @SuppressWarnings("MustBeClosedChecker") // closed by close()
  static Action here(
      Span span,
      AttributeKey<String> outputName,
      @Nullable String model,
      BiConsumer<@Nullable String, @Nullable TokenUsage> ended) {
    return new Action(span, span.makeCurrent(), outputName, model, ended);
  }

  /// One that may be closed on any thread: other spans are not below it.
  static Action anywhere(
      Span span,
      AttributeKey<String> outputName,
      @Nullable String model,
      BiConsumer<@Nullable String, @Nullable TokenUsage> ended) {
    return new Action(span, Scope.noop(), outputName, model, ended);
  }

  /// What it answered: a text, or a value that is shown as JSON.
  public Action output(@Nullable Object output) {
    if (output != null) {
      span.setAttribute(outputName, Plain.text(output));
    }
    return this;
  }

  /// The model that answered.
  public Action responseModel(String name) {
    model = name;
    span.setAttribute(Names.RESPONSE_MODEL, name);
    return this;
  }

  /// Tokens of a model call; input includes cached tokens.
  public Action usage(TokenUsage tokens) {
    usage = tokens;
    put(Names.INPUT_TOKENS, tokens.inputTokens());
    put(Names.OUTPUT_TOKENS, tokens.outputTokens());
    put(Names.CACHE_READ_TOKENS, tokens.cacheReadTokens());
    put(Names.CACHE_WRITE_TOKENS, tokens.cacheWriteTokens());
    return this;
  }

  public Action usage(long inputTokens, long outputTokens) {
    return usage(new TokenUsage(inputTokens, outputTokens, null, null));
  }

  private void put(AttributeKey<Long> name, @Nullable Long value) {
    if (value != null) {
      span.setAttribute(name, value);
    }
  }

  public Action attribute(String name, String value) {
    span.setAttribute(name, value);
    return this;
  }

  /// It failed.
  public Action error(Throwable failure) {
    span.recordException(failure);
    span.setStatus(StatusCode.ERROR, String.valueOf(failure.getMessage()));
    return this;
  }

  /// Why the call must not be made; null if it may.
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /// Throws [RefusedException] if it is refused; what is refused is closed then.
  public Action orThrow() {
    if (refusal != null) {
      close();
      throw new RefusedException(refusal);
    }
    return this;
  }

  /// The policy refused it.
  Action refused(Refusal why) {
    refusal = why;
    span.setAttribute(Names.ERROR_TYPE, "policy_refused");
    span.setStatus(StatusCode.ERROR, why.sentence());
    return this;
  }

  Action decided(String effect, @Nullable String rule, @Nullable Long version) {
    span.setAttribute(Names.POLICY_EFFECT, effect);
    if (rule != null) {
      span.setAttribute(Names.POLICY_RULE, rule);
    }
    put(Names.POLICY_VERSION, version);
    return this;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      scope.close();
      span.end();
      ended.accept(model, usage);
    }
  }
}
