package dev.metaagent.govern.stream;

import dev.metaagent.access.Caller;
import dev.metaagent.access.ConnectionChecks;
import dev.metaagent.access.Principal;
import dev.metaagent.access.Role;
import dev.metaagent.govern.holders.OpenStreams;
import dev.metaagent.govern.holders.PolicyHolders;
import dev.metaagent.govern.policy.PolicyAgent;
import dev.metaagent.govern.policy.PolicyCache;
import dev.metaagent.govern.policy.RestoredDatabase;
import dev.metaagent.govern.policy.ServedPolicies;
import dev.metaagent.kernel.MetaAgentException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The stream of policies: a request that is answered as long as both sides live.
@RestController
@Tag(name = "Policies", description = "What agents may do at run time")
class StreamController {

  private static final Logger log = LoggerFactory.getLogger(StreamController.class);
  private static final int MOST_AGENTS = 500;

  private final ServedPolicies policies;
  private final PolicyCache cache;
  private final PolicyStreams streams;
  private final ApprovalReceiver approvals;
  private final ConnectionChecks checks;
  private final RestoredDatabase restored;
  private final OpenStreams open;

  StreamController(
      ServedPolicies policies,
      PolicyCache cache,
      PolicyStreams streams,
      ApprovalReceiver approvals,
      ConnectionChecks checks,
      RestoredDatabase restored,
      OpenStreams open) {
    this.policies = policies;
    this.cache = cache;
    this.streams = streams;
    this.approvals = approvals;
    this.checks = checks;
    this.restored = restored;
    this.open = open;
  }

  @GetMapping("/api/v1/policy/stream")
  @Operation(
      summary = "Policies and answers of people as they change, as server-sent events",
      description =
          "Events are policy (a whole document), approval {id, state, reason} and, every 15 s,"
              + " ping. Last-Event-ID resumes.",
      parameters =
          @Parameter(
              name = "agent",
              description = "ids or names of 1 to 500 agents",
              required = true,
              array = @ArraySchema(schema = @Schema(type = "string"))))
  @ApiResponse(responseCode = "429", ref = "Problem")
  @ApiResponse(
      responseCode = "200",
      description = "The stream.",
      content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE))
  void open(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Principal caller = Caller.current();
    Map<String, PolicyAgent> agents = agents(request.getParameterValues("agent"), caller);
    agents.values().forEach(policies::find);
    streams.acquire(caller);
    try {
      stream(caller, agents, request, response);
    } finally {
      streams.release(caller);
    }
  }

  private Map<String, PolicyAgent> agents(String @Nullable [] asked, Principal caller) {
    Map<String, PolicyAgent> agents = new LinkedHashMap<>();
    if (asked != null && asked.length <= MOST_AGENTS) {
      for (String one : asked) {
        agents.put(one, policies.agent(one, caller));
      }
    }
    if (agents.isEmpty()) {
      throw MetaAgentException.invalid(
          "agent", "ids or names of 1 to " + MOST_AGENTS + " agents, each as a parameter");
    }
    return agents;
  }

  private void stream(
      Principal caller,
      Map<String, PolicyAgent> agents,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    Optional<StreamPosition> resumed = StreamPosition.parse(request.getHeader("Last-Event-ID"));
    resumed.ifPresent(position -> restored.resumed(position.policies()));
    StreamPosition from =
        resumed.orElseGet(() -> new StreamPosition(0, approvals.seen(caller.organization())));
    PolicyStream stream =
        new PolicyStream(
            new PolicyStream.Surroundings(
                policies,
                asked -> policies.agent(asked, caller),
                () -> cache.completeUpTo(caller.organization()),
                checks.stillAllowed(request, caller, Role.AGENT)),
            agents,
            from);
    streams.add(caller.organization(), stream);
    UUID instance = PolicyHolders.instance(request);
    OpenStreams.Open noted =
        instance == null ? () -> {} : open.open(caller.organization(), instance, stream::ids);
    try {
      response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE + ";charset=UTF-8");
      response.setHeader("Cache-Control", "no-store");
      response.setHeader("X-Accel-Buffering", "no");
      response.flushBuffer();
      stream.run(
          response.getOutputStream(),
          approvals.after(caller.organization(), from.approvals(), stream.ids()));
    } catch (IOException e) {
      log.debug("a client of the stream went away", e);
    } finally {
      noted.close();
      streams.remove(caller.organization(), stream);
    }
  }
}
