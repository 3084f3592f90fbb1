package dev.metaagent.ingest;

import dev.metaagent.access.Credential;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks at the first bytes of a connection to the gRPC port. HTTP/2 is passed on and not looked at
/// again; a request of HTTP/1 is answered with what to change, and TLS is closed. Both leave an
/// attempt on Connect.
final class HttpOnGrpc extends ChannelDuplexHandler {

  private static final String PREFACE = "PRI ";
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int LONGEST_HEAD = 8 * 1024;
  private static final Pattern REQUEST =
      Pattern.compile("([A-Z]{3,10}) (\\S{1,2000}) HTTP/1\\.[01]\\r?\\n");
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final String REMEDY =
      "Send to <address>, or choose OTEL_EXPORTER_OTLP_PROTOCOL=grpc for this port.";

  private final GrpcEntry entry;
  private final StringBuilder head = new StringBuilder();
  private final List<Waiting> waiting = new ArrayList<>();
  private boolean answered;

  private record Waiting(Object message, ChannelPromise promise) {}

  HttpOnGrpc(GrpcEntry entry) {
    this.entry = entry;
  }

  @Override
  public void channelRead(ChannelHandlerContext connection, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      connection.fireChannelRead(message);
      return;
    }
    if (!answered && begins(bytes).equals(PREFACE)) {
      passOn(connection, bytes);
      return;
    }
    keep(bytes);
    ReferenceCountUtil.release(bytes);
    if (!answered && !PREFACE.startsWith(head.toString())) {
      judge(connection);
    }
  }

  /// What gRPC writes before the client has spoken waits until it is known that the client can read
  /// it.
  @Override
  public void write(ChannelHandlerContext connection, Object message, ChannelPromise promise) {
    waiting.add(new Waiting(message, promise));
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext connection) {
    waiting.forEach(one -> ReferenceCountUtil.release(one.message()));
    waiting.clear();
  }

  private String begins(ByteBuf bytes) {
    int missing = PREFACE.length() - head.length();
    return missing <= 0
        ? head.substring(0, PREFACE.length())
        : head
            + bytes.toString(
                bytes.readerIndex(),
                Math.min(missing, bytes.readableBytes()),
                StandardCharsets.ISO_8859_1);
  }

  private void keep(ByteBuf bytes) {
    int more = Math.min(bytes.readableBytes(), LONGEST_HEAD - head.length());
    if (more > 0) {
      head.append(bytes.toString(bytes.readerIndex(), more, StandardCharsets.ISO_8859_1));
    }
  }

  /// Hands over what was read and what waits to be written, and leaves.
  private void passOn(ChannelHandlerContext connection, ByteBuf bytes) {
    for (Waiting one : waiting) {
      var _ = connection.write(one.message(), one.promise());
    }
    waiting.clear();
    connection.flush();
    ByteBuf all =
        head.isEmpty()
            ? bytes
            : Unpooled.wrappedBuffer(
                Unpooled.copiedBuffer(head, StandardCharsets.ISO_8859_1), bytes);
    // first, so that what is written in answer does not wait here
    connection.pipeline().remove(this);
    connection.fireChannelRead(all);
  }

  private void judge(ChannelHandlerContext connection) {
    if (head.charAt(0) == TLS_HANDSHAKE) {
      answered = true;
      note(
          connection,
          "TLS",
          "/",
          "TLS was sent to the gRPC port, which is not encrypted.",
          "Use http:// instead of https://, or OTEL_EXPORTER_OTLP_INSECURE=true.");
      var _ = connection.close();
      return;
    }
    boolean whole = head.indexOf(END_OF_HEAD) >= 0 || head.length() >= LONGEST_HEAD;
    Matcher request = REQUEST.matcher(head);
    if (request.lookingAt()) {
      if (whole) {
        answered = true;
        note(
            connection,
            request.group(1),
            request.group(2),
            "HTTP was sent to the gRPC port.",
            REMEDY);
        answer(connection);
      }
    } else if (whole || head.indexOf("\n") >= 0 || !Character.isLetter(head.charAt(0))) {
      answered = true;
      var _ = connection.close();
    }
  }

  private void answer(ChannelHandlerContext connection) {
    String body =
        "{\"code\":3,\"message\":\"This port takes OTLP over gRPC. "
            + entry.placeOfHttp()
            + ", or choose OTEL_EXPORTER_OTLP_PROTOCOL=grpc.\"}";
    String response =
        "HTTP/1.1 415 Unsupported Media Type\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body;
    ByteBuf bytes = Unpooled.copiedBuffer(response, StandardCharsets.US_ASCII);
    // from here on, and not through gRPC, which would wait for a goodbye
    ChannelFutureListener close =
        _ -> {
          var _ = connection.close();
        };
    var _ = connection.writeAndFlush(bytes).addListener(close);
  }

  /// A page of a browser leaves no trace: it may be of any site.
  private void note(
      ChannelHandlerContext connection, String method, String path, String problem, String remedy) {
    if (header("origin") != null || header("sec-fetch-site") != null) {
      return;
    }
    String client = header("user-agent");
    String remote =
        connection.channel().remoteAddress() instanceof InetSocketAddress internet
            ? internet.getAddress().getHostAddress()
            : "";
    GrpcEntry.Sender sender =
        new GrpcEntry.Sender(method, path, remote, client == null ? "" : client);
    Credential credential = Credential.of(header("authorization"), header("x-api-key"));
    Thread.ofVirtual()
        .name("otlp-stranger")
        .start(() -> entry.stranger(sender, credential, problem, remedy));
  }

  private @Nullable String header(String name) {
    for (String line : head.toString().split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return null;
  }
}
