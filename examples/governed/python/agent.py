"""A LangGraph agent that MetaAgent governs: its prompt, and a refund that a person approves."""

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

# --- what governs an agent --------------------------------------------------------------------
from metaagent import MetaAgent
from metaagent.langchain import MetaAgentHandler, govern_tools

client = MetaAgent.connect(agents=["refund-desk"], wait=10)  # METAAGENT_URL, METAAGENT_KEY
agent = client.agent("refund-desk")
prompt = agent.policy.prompt("refund-desk/reply", default="Help with {{order}}.")
# ----------------------------------------------------------------------------------------------


class ScriptedModel(BaseChatModel):
    """Asks for one refund, then answers with what became of it."""

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
            answer, tokens = AIMessage(content=f"Done: {said[-1].content}"), (211, 57)
        else:
            call = {"name": "refund", "args": {"order": "1042", "amount": 284}, "id": "call-1"}
            answer, tokens = AIMessage(content="", tool_calls=[call]), (137, 41)
        answer.usage_metadata = {
            "input_tokens": tokens[0],
            "output_tokens": tokens[1],
            "total_tokens": sum(tokens),
        }
        answer.response_metadata = {"model_name": "gpt-5-mini"}
        return ChatResult(generations=[ChatGeneration(message=answer)])


def refund(order: str, amount: float) -> str:
    """Pay an amount back."""
    return f"{amount:g} USD paid back for order {order}"


desk = create_agent(
    ScriptedModel(),
    tools=govern_tools([refund], agent),
    system_prompt=prompt.render(order="1042"),
    name="refund-desk",
)
print("prompt:", prompt.version or "the default of the code", flush=True)
with agent.execution("Refund order 1042", session_id="thread-1042") as run:
    question = {"messages": [("user", "I want my 284 dollars for order 1042 back.")]}
    result = desk.invoke(question, config={"callbacks": [MetaAgentHandler(agent)]})
    run.output(result["messages"][-1].content)
print(result["messages"][-1].content)
client.close()
