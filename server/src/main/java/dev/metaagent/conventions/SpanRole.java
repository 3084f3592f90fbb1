package dev.metaagent.conventions;

/** What part a span plays in a run; finer than the kind it is shown as. */
enum SpanRole {
  LLM(ActionKind.LLM),
  EMBEDDING(ActionKind.EMBEDDING),
  TOOL(ActionKind.TOOL),
  RETRIEVAL(ActionKind.RETRIEVAL),
  /** Runs an agent. */
  AGENT(ActionKind.AGENT),
  /** Prepares an agent, runs nothing. */
  AGENT_SETUP(ActionKind.OTHER),
  /** A named workflow: a run of its own only at the top. */
  WORKFLOW(ActionKind.CHAIN),
  /** A wrapper, step, node or task. */
  CHAIN(ActionKind.CHAIN),
  GUARDRAIL(ActionKind.GUARDRAIL),
  HANDOFF(ActionKind.HANDOFF),
  MEMORY(ActionKind.MEMORY),
  /** Known, but of no kind of its own: rerankers, evaluators, prompts, parsers. */
  AUXILIARY(ActionKind.OTHER),
  /** HTTP, RPC, database, messaging. */
  PLUMBING(ActionKind.OTHER),
  /** No convention names it. */
  UNNAMED(ActionKind.OTHER);

  private final ActionKind kind;

  SpanRole(ActionKind kind) {
    this.kind = kind;
  }

  ActionKind kind() {
    return kind;
  }

  /** Whether its tokens are its own and not those of spans below. */
  boolean isCall() {
    return this == LLM || this == EMBEDDING;
  }
}
