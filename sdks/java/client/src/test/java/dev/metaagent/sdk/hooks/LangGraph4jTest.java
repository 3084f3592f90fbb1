package dev.metaagent.sdk.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bsc.langgraph4j.GraphDefinition.END;
import static org.bsc.langgraph4j.GraphDefinition.START;
import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import dev.metaagent.sdk.RefusedException;
import dev.metaagent.sdk.langgraph4j.GuardedNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.state.AgentState;
import org.junit.jupiter.api.Test;

class LangGraph4jTest {

  private final List<String> ran = new ArrayList<>();

  private StateGraph<AgentState> graph(Governed governed, String node) throws Exception {
    return new StateGraph<>(AgentState::new)
        .addWrapCallNodeHook(new GuardedNodes<>(governed.agent))
        .addNode(
            node,
            node_async(state -> {
              ran.add(node);
              return Map.of("done", node);
            }))
        .addEdge(START, node)
        .addEdge(node, END);
  }

  @Test
  void aPermittedNodeRuns() throws Exception {
    try (Governed governed = new Governed(Map.of())) {
      AgentState end =
          graph(governed, "search")
              .compile()
              .invoke(Map.<String, Object>of("q", "x"))
              .orElseThrow();
      assertThat(end.data()).containsEntry("done", "search");
    }
  }

  @Test
  void aRefusedNodeDoesNotRun() throws Exception {
    try (Governed governed = new Governed(Map.of())) {
      assertThatThrownBy(
              () -> graph(governed, "shell").compile().invoke(Map.<String, Object>of("q", "x")))
          .hasRootCauseInstanceOf(RefusedException.class);
      assertThat(ran).isEmpty();
    }
  }
}
