package dev.metaagent.ingest;

import dev.metaagent.access.BodySettings;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// OTLP over gRPC on the standard port, with the same queue, credentials and results as over HTTP.
/// If the port is taken, the server logs a warning and runs without it.
@Component
class OtlpGrpc implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(OtlpGrpc.class);
  private static final int CALLS_PER_CONNECTION = 32;
  private static final long SILENCE_SECONDS = 10;
  private static final long KEEP_ALIVE_SECONDS = 60;
  private static final long IDLE_SECONDS = 300;

  private final GrpcServices services;
  private final GrpcEntry entry;
  private final BodySettings bodies;
  private final IngestSettings settings;
  private final String address;
  private final EventLoopGroup accepting =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoopGroup reading = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
  private @Nullable Server server;

  OtlpGrpc(
      GrpcServices services,
      GrpcEntry entry,
      BodySettings bodies,
      IngestSettings settings,
      @Value("${server.address}") String address) {
    this.services = services;
    this.entry = entry;
    this.bodies = bodies;
    this.settings = settings;
    this.address = address;
  }

  @Override
  public void start() {
    int port = settings.otlpGrpcPort();
    if (port == 0) {
      return;
    }
    if (OtlpHttpPort.taken(address, port)) {
      log.warn(
          "port {} is taken: OTLP/gRPC is not served (METAAGENT_OTLP_GRPC_PORT chooses another)",
          port);
      return;
    }
    try {
      server = build(port).start();
    } catch (IOException e) {
      log.warn("OTLP/gRPC is not served on port {}: {}", port, e.getMessage());
    }
  }

  private Server build(int port) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(address, port), InsecureServerCredentials.create())
            .channelFactory(() ->
                new BoundedServerChannel(
                    bodies.telemetryConnections(), () -> new HttpOnGrpc(entry)))
            .bossEventLoopGroup(accepting)
            .workerEventLoopGroup(reading)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .maxInboundMessageSize((int) settings.maxRequest().toBytes())
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
            .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(SILENCE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(SILENCE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true);
    builder.handshakeTimeout(SILENCE_SECONDS, TimeUnit.SECONDS);
    services.all(entry, settings.maxRequest().toBytes()).forEach(builder::addService);
    return builder.build();
  }

  @Override
  public void stop() {
    if (server == null) {
      return;
    }
    server.shutdown();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server = null;
    var _ = accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    var _ = reading.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }
}
