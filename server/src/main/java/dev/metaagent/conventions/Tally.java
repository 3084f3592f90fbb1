package dev.metaagent.conventions;

import dev.metaagent.conventions.attributes.Field;
import dev.metaagent.conventions.attributes.Frameworks;
import dev.metaagent.conventions.attributes.SpanFacts;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the tokens and the cost that a span reports are of: what may count, and what repeats. */
public enum Tally {
  /** Nothing is reported, or only what the calls below report too. */
  NONE,
  /** One call, or the calls of an agent whose convention reports their sum in its span alone. */
  OWN,
  /**
   * The calls of an agent, which usually report them too: counted only if no call below it reports
   * anything.
   */
  OF_CALLS_BELOW,
  /** An accounting entry: the tokens of a call beside it, or of all calls beside it so far. */
  ENTRY,
  /**
   * A call of a tool loop whose calls report the sum of the loop so far; its answer asks for tools,
   * so that the loop goes on.
   */
  LOOP_GOING_ON,
  /** The last call of such a loop, or one that is alone. */
  LOOP_ENDED;

  /** How programs name the spans in which they only write down what a call used. */
  private static final List<String> ACCOUNTING = List.of("usage", "accounting", "billing", "cost");

  private static final long SHORTEST_CALL_NANOS = 5_000_000;

  /** Whether they are the tokens of a call, unless another span reports that call too. */
  public boolean isOfACall() {
    return this != NONE && this != OF_CALLS_BELOW;
  }

  /** Whether a call beside it, one after the other, may report the same tokens. */
  public boolean repeatsInTurn() {
    return this == ENTRY || this == LOOP_GOING_ON || this == LOOP_ENDED;
  }

  static Tally of(
      SpanRoles.Named named,
      ActionKind kind,
      SpanFacts facts,
      Span span,
      Usage usage,
      ActionStatus status,
      @Nullable String framework) {
    if (named.convention().equals(SpanRoles.VOLTAGENT)) {
      return ofVoltAgent(named.role(), facts, usage, status);
    }
    if (!named.role().isCall()) {
      boolean reports = isSome(usage.inputTokens()) || isSome(usage.outputTokens());
      boolean agent = kind == ActionKind.AGENT || named.role() == SpanRole.WORKFLOW;
      boolean sum = agent && (reports || isSome(usage.reportedCostNanoUsd()));
      return sum ? OF_CALLS_BELOW : NONE;
    }
    if (!usage.hasTokens()) {
      // MetaAgent's own names can state what a call cost although not what it used
      boolean declared = facts.has(Field.METAAGENT_KIND) && usage.reportedCostNanoUsd() != null;
      return declared ? OWN : NONE;
    }
    if (named.role() == SpanRole.LLM && Frameworks.SPRING_AI.equals(framework)) {
      return ofSpring(facts);
    }
    boolean entry = named.role() == SpanRole.LLM && (isAccounting(span) || isNoted(named, span));
    return entry ? ENTRY : OWN;
  }

  /** Spring AI 1.1 adds the calls of a tool loop up, in each call of it. */
  private static Tally ofSpring(SpanFacts facts) {
    if (!facts.has(Field.SPRING_OFFERED_TOOLS)) {
      return OWN;
    }
    String reason = facts.text(Field.FINISH_REASON);
    boolean goesOn = reason != null && reason.toLowerCase(Locale.ROOT).contains("tool");
    return goesOn ? LOOP_GOING_ON : LOOP_ENDED;
  }

  /**
   * VoltAgent has one span for all calls of an agent's run, with the tokens of the last one; their
   * sum stands in the span of the agent. Calls beside that (titles, summaries) are not in the sum.
   */
  private static Tally ofVoltAgent(
      SpanRole role, SpanFacts facts, Usage usage, ActionStatus status) {
    if (!usage.hasTokens() || (!role.isCall() && role != SpanRole.AGENT)) {
      return NONE;
    }
    String operation = facts.text(Field.VOLTAGENT_OPERATION);
    boolean inTheSum =
        role == SpanRole.LLM
            && status != ActionStatus.ERROR
            && operation != null
            && switch (operation) {
              case "generateText", "streamText", "generateObject", "streamObject" -> true;
              default -> false;
            };
    return inTheSum ? NONE : OWN;
  }

  /** Nothing says that it is a call, and no model answers in so short a time. */
  private static boolean isNoted(SpanRoles.Named named, Span span) {
    return named.convention().equals(SpanRoles.BY_ATTRIBUTES)
        && span.getEndTimeUnixNano() - span.getStartTimeUnixNano() < SHORTEST_CALL_NANOS;
  }

  private static boolean isAccounting(Span span) {
    String name = span.getName().toLowerCase(Locale.ROOT);
    return ACCOUNTING.stream().anyMatch(name::contains);
  }

  private static boolean isSome(@Nullable Long number) {
    return number != null && number > 0;
  }
}
