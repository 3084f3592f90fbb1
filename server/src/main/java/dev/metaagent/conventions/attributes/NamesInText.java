package dev.metaagent.conventions.attributes;

import dev.metaagent.kernel.StorableText;
import org.jspecify.annotations.Nullable;

/**
 * Names that an emitter states nowhere but in printed values. LlamaIndex names the agent of a
 * workflow only in the events of its steps.
 */
public final class NamesInText {
  private static final String LLAMA_INDEX_AGENT = "current_agent_name='";
  private static final int LONGEST = 200;

  private NamesInText() {}

  public static void read(SpanFacts facts, String scope, String spanName) {
    boolean whole = spanName.endsWith(".run"); // it ends with the agent that took over last
    if (!scope.contains("llama_index") || whole || facts.has(Field.AGENT_NAME)) {
      return;
    }
    String agent = quoted(facts.text(Field.INPUT_BODY), LLAMA_INDEX_AGENT);
    agent = agent == null ? quoted(facts.text(Field.OUTPUT_BODY), LLAMA_INDEX_AGENT) : agent;
    if (agent != null) {
      facts.offerLast(Field.AGENT_NAME, StorableText.of(agent));
    }
  }

  /** The text from a prefix up to the next quote; the last one in a value, which is its newest. */
  private static @Nullable String quoted(@Nullable String text, String prefix) {
    int at = text == null ? -1 : text.lastIndexOf(prefix);
    if (text == null || at < 0) {
      return null;
    }
    int from = at + prefix.length();
    int to = text.indexOf('\'', from);
    return to <= from || to - from > LONGEST ? null : text.substring(from, to);
  }
}
