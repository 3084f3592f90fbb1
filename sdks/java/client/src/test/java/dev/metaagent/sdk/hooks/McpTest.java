package dev.metaagent.sdk.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.sdk.mcp.GuardedMcpClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class McpTest {

  private final List<McpSchema.CallToolRequest> called = new ArrayList<>();

  private McpSchema.CallToolResult call(McpSchema.CallToolRequest request) {
    called.add(request);
    return McpSchema.CallToolResult.builder(List.of(McpSchema.TextContent.builder("ran").build()))
        .build();
  }

  @Test
  void aToolOfAServerIsAskedForBeforeItIsCalled() throws Exception {
    try (Governed governed = new Governed(Map.of())) {
      GuardedMcpClient client = new GuardedMcpClient(governed.agent, this::call);
      McpSchema.CallToolResult refused =
          client.callTool(
              McpSchema.CallToolRequest.builder("shell").arguments(Map.of("cmd", "ls")).build());
      assertThat(refused.isError()).isTrue();
      assertThat(refused.content().toString()).contains("Refused by policy (denied): never");
      assertThat(called).isEmpty();
      client.callTool(
          McpSchema.CallToolRequest.builder("mail").arguments(Map.of("to", "ada", "n", 1)).build());
      assertThat(called.get(0).arguments()).isEqualTo(Map.of("to", "<REDACTED>", "n", 1));
    }
  }
}
