"""MetaAgent for Python: records what an AI agent does and governs it.

client = MetaAgent.connect()
agent = client.agent("order-desk")
with agent.execution(question) as run:
    ...
"""

from .action import Action, LlmCall, ToolCall
from .agent import Agent, AgentPolicy, PolicyStatus
from .client import MetaAgent
from .decisions import Decision, Pending, Permit, PolicyRefused, Refusal
from .execution import Execution, current_execution
from .policy.limits import Usage
from .prompt import Prompt
from .version import __version__

__all__ = [
    "Action",
    "Agent",
    "AgentPolicy",
    "Decision",
    "Execution",
    "LlmCall",
    "MetaAgent",
    "Pending",
    "Permit",
    "PolicyRefused",
    "PolicyStatus",
    "Prompt",
    "Refusal",
    "ToolCall",
    "Usage",
    "__version__",
    "current_execution",
]
