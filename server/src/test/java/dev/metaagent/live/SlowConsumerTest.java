package dev.metaagent.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.access.KeyScope;
import dev.metaagent.kernel.OrganizationId;
import dev.metaagent.tenancy.Tenant;
import dev.metaagent.tenancy.TenantTransactions;
import dev.metaagent.testing.TestDatabase;
import dev.metaagent.testing.TestKeys;
import dev.metaagent.testing.TestServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A client that takes no frames, over a socket of its own.
class SlowConsumerTest {

  private static final String AGENTS =
      """
      insert into agent_registry (organization_id, id, name, normalized_name, first_seen_at, last_seen_at, unnamed)
      select :organization, gen_random_uuid(), 'agent ' || n, 'agent-' || n, now(), now(), false
      from generate_series(1, 400) n
      """;

  private final TestServer server = TestServer.remote();
  private final OrganizationId organization = TestKeys.organization(server);

  /// One frame of the server.
  private record Frame(int opcode, byte[] payload) {}

  @Test
  @Timeout(120)
  void itIsDismissedWithANoticeWhenItReadsAgain() throws Exception {
    JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
    Tenant.run(
        organization,
        () ->
            new TenantTransactions(TestDatabase.dataSource())
                .write(
                    () -> jdbc.sql(AGENTS).param("organization", organization.value()).update()));
    try (Socket socket = connect()) {
      // each answer is some hundred kilobytes: more than the buffers between us hold
      for (int i = 0; i < 20; i++) {
        send(socket, "{\"type\":\"subscribe\",\"topics\":[\"health\"]}");
      }
      Thread.sleep(Connection.SLOW.plus(Duration.ofSeconds(4)));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      String last = "";
      while (true) {
        Frame frame = read(in);
        if (frame.opcode() == 8) {
          int code = (frame.payload()[0] & 0xff) << 8 | (frame.payload()[1] & 0xff);
          assertThat(code).isEqualTo(4008);
          break;
        }
        last = new String(frame.payload(), StandardCharsets.UTF_8);
      }
      assertThat(last).contains("\"type\":\"notice\"").contains("slow_consumer");
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress("localhost", server.port()));
    String request =
        """
        GET /api/v1/live HTTP/1.1\r
        Host: localhost:%d\r
        Authorization: Bearer %s\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """
            .formatted(server.port(), TestKeys.key(server, organization, KeyScope.READ));
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\n")) {
      answer.append((char) socket.getInputStream().read());
    }
    assertThat(answer.toString()).startsWith("HTTP/1.1 101");
    return socket;
  }

  /// A masked text frame; the mask is zero.
  private static void send(Socket socket, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    OutputStream out = socket.getOutputStream();
    out.write(new byte[] {(byte) 0x81, (byte) (0x80 | payload.length), 0, 0, 0, 0});
    out.write(payload);
    out.flush();
  }

  /// A message of the server, put together from its parts.
  private static Frame read(DataInputStream in) throws IOException {
    byte[] payload = new byte[0];
    int opcode = 0;
    boolean last;
    do {
      int first = in.readUnsignedByte();
      last = (first & 0x80) != 0;
      opcode = (first & 0x0f) == 0 ? opcode : first & 0x0f;
      long length = in.readUnsignedByte();
      length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      byte[] part = in.readNBytes((int) length);
      byte[] whole = Arrays.copyOf(payload, payload.length + part.length);
      System.arraycopy(part, 0, whole, payload.length, part.length);
      payload = whole;
    } while (!last);
    return new Frame(opcode, payload);
  }
}
