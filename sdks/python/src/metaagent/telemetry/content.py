"""Which attributes hold inputs and outputs, for hosts that send none."""

_NAMES = frozenset(
    {
        "metaagent.input",
        "metaagent.output",
        "input.value",
        "output.value",
        "gen_ai.input.messages",
        "gen_ai.output.messages",
        "gen_ai.system_instructions",
        "gen_ai.tool.call.arguments",
        "gen_ai.tool.call.result",
        "gen_ai.tool.definitions",
        "traceloop.entity.input",
        "traceloop.entity.output",
        "langfuse.observation.input",
        "langfuse.observation.output",
        "mlflow.spanInputs",
        "mlflow.spanOutputs",
        "tool.parameters",
        "ai.response.text",
        "ai.toolCall.args",
        "ai.toolCall.result",
    }
)
_PREFIXES = (
    "llm.input_messages",
    "llm.output_messages",
    "llm.prompts",
    "llm.prompt_template",
    "retrieval.documents",
    "embedding.embeddings",
    "gen_ai.prompt",
    "gen_ai.completion",
    "gen_ai.content",
    "ai.prompt",
    "ai.response.object",
    "ai.response.toolCalls",
)


def is_content(name: str) -> bool:
    """Whether an attribute or event of this name holds what was said or answered."""
    return name in _NAMES or name.startswith(_PREFIXES) or _is_message_event(name)


def _is_message_event(name: str) -> bool:
    return name == "gen_ai.choice" or (name.startswith("gen_ai.") and name.endswith(".message"))
