package dev.metaagent.govern.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.events.ControlMessages;
import dev.metaagent.govern.policy.Governed;
import dev.metaagent.govern.policy.PolicyKey;
import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.Eventually;
import dev.metaagent.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PolicyStreamTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Governed governed = new Governed();
  private final TestServer server = governed.server();
  private final String agent = Governed.name("streamed");
  private final List<Client> clients = new ArrayList<>();

  private record Event(String type, String id, String data) {
    JsonNode json() {
      return JSON.readTree(data);
    }
  }

  /// A client that reads.
  private final class Client implements AutoCloseable {

    final List<Event> events = new CopyOnWriteArrayList<>();
    final HttpResponse<InputStream> response;
    volatile boolean ended;

    Client(String key, @Nullable String lastId, String... agents) {
      StringBuilder path = new StringBuilder("/api/v1/policy/stream?");
      for (String one : agents) {
        path.append("agent=").append(one).append('&');
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.uri(path.toString()))
              .header("Authorization", "Bearer " + key);
      if (lastId != null) {
        request.header("Last-Event-ID", lastId);
      }
      try {
        response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      clients.add(this);
      Thread.ofVirtual().start(this::read);
    }

    private void read() {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        String type = "";
        String id = "";
        String data = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("event: ")) {
            type = line.substring(7);
          } else if (line.startsWith("id: ")) {
            id = line.substring(4);
          } else if (line.startsWith("data: ")) {
            data = line.substring(6);
          } else if (line.isEmpty()) {
            events.add(new Event(type, id, data));
          }
        }
      } catch (IOException _) {
        // closed by the test
      }
      ended = true;
    }

    List<Event> of(String type) {
      return events.stream().filter(event -> event.type().equals(type)).toList();
    }

    /// The events of a type once there are so many.
    List<Event> await(String type, int count) {
      List<Event> found = Eventually.get(() -> of(type), all -> all.size() >= count);
      assertThat(found).as("%s of %s", type, events).hasSizeGreaterThanOrEqualTo(count);
      return found;
    }

    @Override
    public void close() {
      try {
        response.body().close();
      } catch (IOException _) {
        // it is closed
      }
    }
  }

  @AfterEach
  void close() {
    clients.forEach(Client::close);
  }

  private Client open(@Nullable String lastId, String... agents) {
    Client client = new Client(governed.sdk(), lastId, agents);
    assertThat(client.response.statusCode()).isEqualTo(200);
    return client;
  }

  private void approval(AgentId of, String state) {
    approval(governed.organization(), of, state);
  }

  private void approval(OrganizationId organization, AgentId of, String state) {
    String id = UUID.randomUUID().toString();
    String payload =
        "{\"agent\": \"%s\", \"id\": \"%s\", \"state\": \"%s\", \"reason\": null}"
            .formatted(of, id, state);
    Tenant.run(
        organization,
        () ->
            server
                .bean(TenantTransactions.class)
                .write(() -> server.bean(ControlMessages.class).send("approvals", id, payload)));
  }

  private AgentId id(String name) {
    return AgentId.parse(governed.json(name).get("agent").get("id").asString());
  }

  @Test
  void aStreamBeginsWithThePoliciesThatAreThere() {
    String other = Governed.name("streamed");
    Client client = open(null, agent, other);
    assertThat(client.response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(client.response.headers().firstValue("X-Accel-Buffering")).contains("no");
    client.await("ping", 1);
    List<Event> policies = client.of("policy");
    assertThat(policies).hasSize(2);
    for (Event event : policies) {
      String name = event.json().get("agent").get("name").asString();
      assertThat(List.of(agent, other)).contains(name);
      Governed.taken(event.data(), name, governed.keys(), null);
      assertThat(event.data()).isEqualTo(governed.policy(name).body());
    }
  }

  @Test
  void aChangeIsPushed() {
    Client client = open(null, agent);
    client.await("ping", 1);
    governed.limit(agent, 4);
    Event pushed = client.await("policy", 2).getLast();
    assertThat(pushed.json().get("limits").get("maxActions").asInt()).isEqualTo(4);
    assertThat(pushed.data()).isEqualTo(governed.policy(agent).body());
    governed.limit(Governed.name("unwatched"), 4);
    governed.limit(agent, 5);
    assertThat(client.await("policy", 3).getLast().json().get("limits").get("maxActions").asInt())
        .isEqualTo(5);
    assertThat(client.of("policy")).hasSize(3);
  }

  @Test
  void aStreamIsResumedWithWhatIsNewer() {
    Client first = open(null, agent);
    Event ping = first.await("ping", 1).getFirst();
    String seen =
        Eventually.get(
            () -> {
              try (Client again = open(ping.id(), agent)) {
                return again.await("ping", 1).getFirst().id();
              }
            },
            position ->
                Long.parseLong(position.split("\\.", -1)[0])
                    >= governed.json(agent).get("version").asLong());
    first.close();

    Client unchanged = open(seen, agent);
    unchanged.await("ping", 1);
    assertThat(unchanged.of("policy")).isEmpty();
    unchanged.close();

    governed.limit(agent, 6);
    Client resumed = open(seen, agent);
    resumed.await("ping", 1);
    assertThat(resumed.of("policy"))
        .singleElement()
        .satisfies(
            event -> assertThat(event.json().get("limits").get("maxActions").asInt()).isEqualTo(6));
  }

  @Test
  void anApprovalIsPushedToTheStreamsOfItsAgent() {
    String other = Governed.name("streamed");
    Client client = open(null, agent);
    Client unconcerned = open(null, other);
    client.await("ping", 1);
    unconcerned.await("ping", 1);
    approval(id(agent), "approved");
    Event event = client.await("approval", 1).getFirst();
    assertThat(event.json().get("state").asString()).isEqualTo("approved");
    assertThat(event.json().propertyNames()).containsExactlyInAnyOrder("id", "state", "reason");
    approval(id(other), "denied");
    assertThat(unconcerned.await("approval", 1).getFirst().json().get("state").asString())
        .isEqualTo("denied");
    assertThat(unconcerned.of("approval")).hasSize(1);
    assertThat(client.of("approval")).hasSize(1);
  }

  @Test
  void anApprovalThatWasMissedComesAfterwards() {
    Client client = open(null, agent);
    approval(id(agent), "approved");
    String seen = client.await("approval", 1).getFirst().id();
    client.close();
    approval(id(agent), "denied");
    Client resumed = open(seen, agent);
    assertThat(resumed.await("approval", 1))
        .extracting(event -> event.json().get("state").asString())
        .containsExactly("denied");
  }

  @Test
  void otherOrganizationsHearNothing() {
    AgentId id = id(agent);
    Governed stranger = new Governed();
    Client theirs = new Client(stranger.sdk(), null, agent);
    assertThat(theirs.response.statusCode()).isEqualTo(200);
    theirs.await("ping", 1);
    assertThat(new Client(stranger.sdk(), null, id.toString()).response.statusCode())
        .isEqualTo(404);
    governed.limit(agent, 4);
    approval(id, "approved");
    stranger.limit(agent, 9);
    assertThat(theirs.await("policy", 2).getLast().json().get("limits").get("maxActions").asInt())
        .isEqualTo(9);
    assertThat(theirs.of("policy")).hasSize(2);
    assertThat(theirs.of("approval")).isEmpty();
  }

  @Test
  void aBoundKeyAndAWrongQuestionAreRefused() {
    String bound = governed.boundTo(agent);
    assertThat(new Client(bound, null, agent).response.statusCode()).isEqualTo(200);
    assertThat(new Client(bound, null, agent, Governed.name("other")).response.statusCode())
        .isEqualTo(403);
    assertThat(new Client(governed.sdk(), null).response.statusCode()).isEqualTo(400);
    assertThat(new Client(governed.viewer(), null, agent).response.statusCode()).isEqualTo(403);
    String[] many = new String[501];
    java.util.Arrays.fill(many, "a");
    assertThat(new Client(governed.sdk(), null, many).response.statusCode()).isEqualTo(400);
  }

  @Test
  void whoDoesNotReadHoldsUpNobody() throws IOException {
    governed.policy(agent);
    try (Socket silent = new Socket("localhost", server.port())) {
      silent.setReceiveBufferSize(4_096);
      OutputStream out = silent.getOutputStream();
      out.write(
          ("GET /api/v1/policy/stream?agent="
                  + agent
                  + " HTTP/1.1\r\nHost: localhost:"
                  + server.port()
                  + "\r\nAuthorization: Bearer "
                  + governed.sdk()
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      Client client = open(null, agent);
      client.await("ping", 1);
      for (int i = 1; i <= 40; i++) {
        governed.limit(agent, i);
      }
      List<Event> policies =
          Eventually.get(
              () -> client.of("policy"),
              all ->
                  !all.isEmpty()
                      && all.getLast().json().get("limits").get("maxActions").asInt(0) == 40);
      assertThat(policies.getLast().json().get("limits").get("maxActions").asInt()).isEqualTo(40);
    }
  }

  @Test
  void anInboxKeepsEachPolicyOnceAndEndsWhenItOverflows() throws InterruptedException {
    StreamInbox inbox = new StreamInbox();
    AgentId id = new AgentId(UUID.randomUUID());
    for (int i = 0; i < 10_000; i++) {
      inbox.policies(Set.of(new PolicyKey(id)));
    }
    assertThat(inbox.take(Duration.ZERO).policies()).containsExactly(new PolicyKey(id));
    for (int i = 0; i < StreamInbox.MOST_APPROVALS; i++) {
      inbox.approval(new ApprovalMessage(i, id, "{}"));
    }
    StreamInbox full = inbox;
    full.approval(new ApprovalMessage(StreamInbox.MOST_APPROVALS, id, "{}"));
    assertThat(full.take(Duration.ZERO).ended()).isTrue();
  }

  @Test
  void streamsEndWhenTheServerStops() {
    PolicyStreams streams = server.bean(PolicyStreams.class);
    Client client = open(null, agent);
    client.await("ping", 1);
    streams.stop();
    try {
      assertThat(Eventually.get(() -> client.ended, ended -> ended)).isTrue();
      assertThat(new Client(governed.sdk(), null, agent).response.statusCode()).isEqualTo(503);
    } finally {
      streams.start();
    }
  }
}
