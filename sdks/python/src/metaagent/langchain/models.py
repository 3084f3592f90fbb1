"""Models that ask the policy before each call."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk
from langchain_core.runnables.config import ensure_config

from ..agent import Agent
from ..decisions import Refusal
from ..problems import logger
from .messages import chosen_model
from .tools import execution_of


def govern_model(model: BaseChatModel, agent: Agent) -> BaseChatModel:
    """A copy of the model that is not called where the agent's policy refuses it.

    A run that has reached one of its limits makes no further call: the model's answer is a text
    that says so, with which an agent ends. A refused call is recorded here; calls that are made
    are recorded by the handler or by OpenInference.
    """
    governed = model.model_copy()

    def invoke(input: Any, config: Any = None, **more: Any) -> Any:
        refusal = _refusal(model, agent, input, config)
        if refusal is not None:
            return AIMessage(str(refusal))
        return model.invoke(input, config, **more)

    async def ainvoke(input: Any, config: Any = None, **more: Any) -> Any:
        refusal = _refusal(model, agent, input, config)
        if refusal is not None:
            return AIMessage(str(refusal))
        return await model.ainvoke(input, config, **more)

    def stream(input: Any, config: Any = None, **more: Any) -> Iterator[Any]:
        refusal = _refusal(model, agent, input, config)
        if refusal is not None:
            yield AIMessageChunk(str(refusal))
        else:
            yield from model.stream(input, config, **more)

    async def astream(input: Any, config: Any = None, **more: Any) -> AsyncIterator[Any]:
        refusal = _refusal(model, agent, input, config)
        if refusal is not None:
            yield AIMessageChunk(str(refusal))
            return
        async for chunk in model.astream(input, config, **more):
            yield chunk

    for method in (invoke, ainvoke, stream, astream):
        object.__setattr__(governed, method.__name__, method)
    return governed


def _refusal(model: BaseChatModel, agent: Agent, input: Any, config: Any) -> Refusal | None:
    execution = execution_of(agent, ensure_config(config).get("callbacks"))
    refusal = agent.decide_model(execution)
    if refusal is not None and execution is not None:
        name, provider = _named(model)
        execution.record_llm(name, input, provider=provider, refusal=refusal).end()
    return refusal


def _named(model: BaseChatModel) -> tuple[str, str | None]:
    try:
        described: Any = model._get_ls_params()
    except Exception:
        logger.debug("a model does not describe itself", exc_info=True)
        described = {}
    return chosen_model({"name": type(model).__name__}, {"metadata": described})
