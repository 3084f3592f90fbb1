package dev.metaagent.sdk.mcp;

import dev.metaagent.sdk.Agent;
import dev.metaagent.sdk.Guarded;
import dev.metaagent.sdk.Refusal;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Calls tools of an MCP server after the policy was asked. A refusal is a result with `isError`,
/// so that the model reads why. Everything else is done with the client itself.
public final class GuardedMcpClient {

  private final Agent agent;
  private final Function<McpSchema.CallToolRequest, McpSchema.CallToolResult> calls;

  public GuardedMcpClient(Agent agent, McpSyncClient client) {
    this(agent, client::callTool);
  }

  /// For a host that has a client of its own kind.
  public GuardedMcpClient(
      Agent agent, Function<McpSchema.CallToolRequest, McpSchema.CallToolResult> calls) {
    this.agent = agent;
    this.calls = calls;
  }

  public McpSchema.CallToolResult callTool(McpSchema.CallToolRequest request) {
    Guarded<McpSchema.CallToolResult> result =
        agent.guard(
            request.name(),
            request.arguments(),
            arguments -> calls.apply(with(request, arguments)));
    Refusal refusal = result.refusal();
    return refusal == null ? Objects.requireNonNull(result.result()) : refused(refusal);
  }

  private static McpSchema.CallToolRequest with(
      McpSchema.CallToolRequest request, @Nullable Object arguments) {
    if (Objects.equals(arguments, request.arguments()) || !(arguments instanceof Map<?, ?> map)) {
      return request;
    }
    Map<String, Object> permitted = new LinkedHashMap<>();
    map.forEach((key, value) -> permitted.put(String.valueOf(key), value));
    return new McpSchema.CallToolRequest(request.name(), permitted, request.meta());
  }

  private static McpSchema.CallToolResult refused(Refusal refusal) {
    return McpSchema.CallToolResult.builder(
            List.of(McpSchema.TextContent.builder(refusal.sentence()).build()))
        .isError(true)
        .build();
  }
}
