package dev.metaagent.live;

import dev.metaagent.access.Caller;
import dev.metaagent.access.ConnectionChecks;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The endpoint of live clients: an ordinary request, with its credential and organization, that is
/// upgraded to a WebSocket.
@RestController
@Tag(name = "Live", description = "Live updates over a WebSocket")
class LiveController {

  private static final String PATH = "/api/v1/live";

  private final ConnectionChecks checks;
  private final Dispatcher dispatcher;
  private final SubscriptionHandler handler;
  private final Connections connections;
  private final Clock clock;

  LiveController(
      ConnectionChecks checks,
      Dispatcher dispatcher,
      SubscriptionHandler handler,
      Connections connections,
      Clock clock) {
    this.checks = checks;
    this.dispatcher = dispatcher;
    this.handler = handler;
    this.connections = connections;
    this.clock = clock;
  }

  @GetMapping(PATH)
  @Operation(
      summary = "A WebSocket that pushes what was committed",
      description =
          "Messages in both directions are described by protocol/live.schema.json: subscribe to"
              + " topics, receive a snapshot and then changes.")
  @ApiResponse(responseCode = "101", description = "The connection becomes a WebSocket.")
  @ApiResponse(responseCode = "400", ref = "Problem")
  void open(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException, DeploymentException {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      throw new MetaAgentException(
          ErrorCode.INVALID_REQUEST, "This is a WebSocket: open it with ws:// or wss://.");
    }
    Principal principal = Caller.current();
    connections.acquire(principal.organization());
    boolean upgraded = false;
    try {
      container(request)
          .upgradeHttpToWebSocket(request, response, endpoint(request, principal), Map.of());
      upgraded = response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
    } finally {
      if (!upgraded) {
        connections.release(principal.organization());
      }
    }
  }

  private static ServerContainer container(HttpServletRequest request) {
    return (ServerContainer)
        Objects.requireNonNull(
            request.getServletContext().getAttribute(ServerContainer.class.getName()));
  }

  private ServerEndpointConfig endpoint(HttpServletRequest request, Principal principal) {
    LiveSocket socket =
        new LiveSocket(
            principal,
            checks.stillAllowed(request, principal, Role.VIEWER),
            dispatcher,
            handler,
            connections,
            clock);
    return ServerEndpointConfig.Builder.create(LiveSocket.class, PATH)
        .configurator(new One(socket))
        .build();
  }

  /// Frames are small and often alike: compressing each costs more than it saves.
  private static final class One extends ServerEndpointConfig.Configurator {

    private final LiveSocket socket;

    One(LiveSocket socket) {
      this.socket = socket;
    }

    @Override
    public <T> T getEndpointInstance(Class<T> type) {
      return type.cast(socket);
    }

    @Override
    public boolean checkOrigin(String origin) {
      return true;
    }

    @Override
    public List<Extension> getNegotiatedExtensions(
        List<Extension> installed, List<Extension> requested) {
      return List.of();
    }
  }
}
