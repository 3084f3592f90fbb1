package dev.metaagent.live;

import dev.metaagent.access.Caller;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.access.Standing;
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

/// The door of those who watch: an ordinary request, with its credential and organization, that
/// becomes a WebSocket.
@RestController
@Tag(name = "Live", description = "What happens, as it happens.")
class LiveController {

  private static final String PATH = "/api/v1/live";

  private final Standing standing;
  private final Feed feed;
  private final Asks asks;
  private final Watchers watchers;
  private final Clock clock;

  LiveController(Standing standing, Feed feed, Asks asks, Watchers watchers, Clock clock) {
    this.standing = standing;
    this.feed = feed;
    this.asks = asks;
    this.watchers = watchers;
    this.clock = clock;
  }

  @GetMapping(PATH)
  @Operation(
      summary = "A WebSocket that tells what happens",
      description =
          "Messages in both directions are described by protocol/live.schema.json: subscribe to"
              + " topics, get a snapshot and then what changes.")
  @ApiResponse(responseCode = "101", description = "From here on it is a WebSocket.")
  @ApiResponse(responseCode = "400", ref = "Problem")
  void open(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException, DeploymentException {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      throw new MetaAgentException(
          ErrorCode.INVALID_REQUEST, "This is a WebSocket: open it with ws:// or wss://.");
    }
    Principal principal = Caller.current();
    watchers.takePlace(principal.organization());
    boolean upgraded = false;
    try {
      container(request)
          .upgradeHttpToWebSocket(request, response, endpoint(request, principal), Map.of());
      upgraded = response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
    } finally {
      if (!upgraded) {
        watchers.leavePlace(principal.organization());
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
            principal, standing.of(request, principal, Role.VIEWER), feed, asks, watchers, clock);
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
