"""LangChain and LangGraph: a handler that records, and tools and models that ask the policy.

    handler = MetaAgentHandler(agent)
    graph = create_agent(govern_model(model, agent), govern_tools(tools, agent))
    graph.invoke({"messages": [...]}, config={"callbacks": [handler]})

Spans of openinference-instrumentation-langchain are taken too: give it
`client.tracer_provider`, and leave the handler out.
"""

from .handler import MetaAgentHandler
from .models import govern_model
from .tools import govern_tools

__all__ = ["MetaAgentHandler", "govern_model", "govern_tools"]
