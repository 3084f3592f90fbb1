package dev.metaagent.sdk.langgraph4j;

import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.Decision;
import dev.metaagent.sdk.Pending;
import dev.metaagent.sdk.Refusal;
import dev.metaagent.sdk.RefusedException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.action.AsyncNodeActionWithConfig;
import org.bsc.langgraph4j.hook.NodeHook;
import org.bsc.langgraph4j.state.AgentState;

/// Asks the policy before each node of a graph, under the node's name and with the state as
/// arguments. A refused node does not run: the graph ends with a [RefusedException]. A rule that
/// redacts permits: the state of a graph is not changed. For `StateGraph.addWrapCallNodeHook`, for
/// all nodes or for one.
public final class GuardedNodes<S extends AgentState> implements NodeHook.WrapCall<S> {

  private final Agent agent;

  public GuardedNodes(Agent agent) {
    this.agent = agent;
  }

  @Override
  public CompletableFuture<Map<String, Object>> applyWrap(
      String node, S state, RunnableConfig config, AsyncNodeActionWithConfig<S> action) {
    Decision decision = agent.policy().tool(node, state.data());
    return decision instanceof Pending pending
        ? pending.future().thenCompose(end -> run(end, state, config, action))
        : run(decision, state, config, action);
  }

  private CompletableFuture<Map<String, Object>> run(
      Decision decision, S state, RunnableConfig config, AsyncNodeActionWithConfig<S> action) {
    return decision instanceof Refusal refusal
        ? CompletableFuture.failedFuture(new RefusedException(refusal))
        : action.apply(state, config);
  }
}
