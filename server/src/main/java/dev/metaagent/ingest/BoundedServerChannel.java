package dev.metaagent.ingest;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// A listening socket that closes new connections beyond a number of open ones.
final class BoundedServerChannel extends NioServerSocketChannel {

  private final int most;
  private final Supplier<ChannelHandler> first;
  private final AtomicInteger open = new AtomicInteger();

  /// @param first makes the handler that sees what a new connection sends before all others
  BoundedServerChannel(int most, Supplier<ChannelHandler> first) {
    this.most = most;
    this.first = first;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int before = accepted.size();
    super.doReadMessages(accepted);
    for (int i = accepted.size() - 1; i >= before; i--) {
      Channel channel = (Channel) accepted.get(i);
      if (open.incrementAndGet() > most) {
        open.decrementAndGet();
        channel.unsafe().closeForcibly();
        accepted.remove(i);
      } else {
        channel.pipeline().addFirst(first.get());
        var _ = channel.closeFuture().addListener(_ -> open.decrementAndGet());
      }
    }
    return accepted.size() - before;
  }
}
