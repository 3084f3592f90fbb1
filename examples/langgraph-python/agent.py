"""A LangGraph agent whose telemetry goes to MetaAgent. Its model is scripted: no key, no network."""

import os

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from openinference.instrumentation import using_attributes
from openinference.instrumentation.langchain import LangChainInstrumentor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

# --- what connects an application to MetaAgent ------------------------------------------------
endpoint = os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318")
key = os.environ.get("METAAGENT_KEY")
headers = {"Authorization": f"Bearer {key}"} if key else None
tracing = TracerProvider(resource=Resource.create({"service.name": "order-desk"}))
tracing.add_span_processor(
    BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint + "/v1/traces", headers=headers))
)
LangChainInstrumentor().instrument(tracer_provider=tracing)
# ----------------------------------------------------------------------------------------------


class ScriptedModel(BaseChatModel):
    """Asks for one tool, then answers with what it said."""

    tool: str
    arguments: dict

    @property
    def _llm_type(self):
        return "scripted"

    def _get_ls_params(self, stop=None, **kwargs):
        return {"ls_provider": "openai", "ls_model_name": "gpt-5-mini", "ls_model_type": "chat"}

    def bind_tools(self, tools, **kwargs):
        return self

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        said = [message for message in messages if isinstance(message, ToolMessage)]
        if said:
            answer = AIMessage(content=f"Here is what I found: {said[-1].content}")
            tokens = (211, 57)
        else:
            call = {"name": self.tool, "args": self.arguments, "id": "call-1"}
            answer = AIMessage(content="", tool_calls=[call])
            tokens = (137, 41)
        answer.usage_metadata = {
            "input_tokens": tokens[0],
            "output_tokens": tokens[1],
            "total_tokens": sum(tokens),
        }
        answer.response_metadata = {"model_name": "gpt-5-mini"}
        return ChatResult(generations=[ChatGeneration(message=answer)])


def lookup_order(order_id: str) -> str:
    """Look up an order by its id."""
    return f"order {order_id} shipped to Ada Fictional, ada@fictional.example, +49 30 5550123"


def ask_researcher(question: str) -> str:
    """Ask the agent that knows the orders."""
    answer = researcher.invoke({"messages": [("user", question)]})
    return answer["messages"][-1].content


researcher = create_agent(
    ScriptedModel(tool="lookup_order", arguments={"order_id": "1042"}),
    tools=[lookup_order],
    name="researcher",
)
desk = create_agent(
    ScriptedModel(tool="ask_researcher", arguments={"question": "Where is order 1042?"}),
    tools=[ask_researcher],
    name="order-desk",
)

# The person is invented, and so are the card and the address: MetaAgent keeps none of them.
question = (
    "Where is order 1042? I am Ada Fictional, ada@fictional.example, +49 30 5550123, "
    "and paid with 4111 1111 1111 1111."
)
with using_attributes(session_id="thread-1042", user_id="user-7"):
    result = desk.invoke({"messages": [("user", question)]})
print(result["messages"][-1].content)
tracing.shutdown()
