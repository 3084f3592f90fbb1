"""What LangChain's messages and results say."""

from typing import Any

from ..action import Action, LlmCall


def question_of(inputs: Any) -> Any:
    """The last message of a graph's state, as its text, else the inputs."""
    return _last_text(inputs)


def result_of(outputs: Any) -> Any:
    """The answer of a graph or tool: the content of its last message, else the outputs."""
    content = getattr(outputs, "content", None)
    return content if content is not None else _last_text(outputs)


def chosen_model(serialized: Any, more: dict[str, Any]) -> tuple[str, str | None]:
    """The name of the model that is called, and its provider."""
    metadata = more.get("metadata") or {}
    parameters = more.get("invocation_params") or {}
    name = metadata.get("ls_model_name") or parameters.get("model") or parameters.get("model_name")
    if not name:
        name = (serialized or {}).get("name") or more.get("name") or "model"
    return str(name), metadata.get("ls_provider")


def record_answer(action: Action, response: Any) -> None:
    """The message that the model answered, its tokens, and the model that answered."""
    generations = [item for batch in response.generations for item in batch]
    messages = [getattr(item, "message", None) or item.text for item in generations]
    action.output(messages[0] if len(messages) == 1 else messages)
    if not isinstance(action, LlmCall):
        return
    for message in messages:
        model = (getattr(message, "response_metadata", None) or {}).get("model_name")
        if model:
            action.response_model(str(model))
    usages = [u for m in messages if (u := getattr(m, "usage_metadata", None))]
    if usages:
        _record_usage(action, usages)


def _record_usage(action: LlmCall, usages: list[dict[str, Any]]) -> None:
    details = [usage.get("input_token_details") or {} for usage in usages]
    action.usage(
        sum(usage["input_tokens"] for usage in usages),
        sum(usage["output_tokens"] for usage in usages),
        cache_read_tokens=_sum(details, "cache_read"),
        cache_write_tokens=_sum(details, "cache_creation"),
    )


def _sum(details: list[dict[str, Any]], name: str) -> int | None:
    found = [detail[name] for detail in details if detail.get(name) is not None]
    return sum(found) if found else None


def _last_text(state: Any) -> Any:
    messages = state.get("messages") if isinstance(state, dict) else None
    if not isinstance(messages, (list, tuple)) or not messages:
        return state
    last = messages[-1]
    if isinstance(last, (list, tuple)) and len(last) == 2:
        return last[1]
    content = last.get("content") if isinstance(last, dict) else getattr(last, "content", last)
    return content if content else state
