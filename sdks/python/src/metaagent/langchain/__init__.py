"""LangChain and LangGraph: a handler that records, and tools that ask the policy.

    handler = MetaAgentHandler(agent)
    graph = create_agent(model, govern_tools(tools, agent))
    graph.invoke({"messages": [...]}, config={"callbacks": [handler]})

Spans of openinference-instrumentation-langchain are taken too: give it
`client.tracer_provider`, and leave the handler out.
"""

from .handler import MetaAgentHandler
from .tools import govern_tools

__all__ = ["MetaAgentHandler", "govern_tools"]
