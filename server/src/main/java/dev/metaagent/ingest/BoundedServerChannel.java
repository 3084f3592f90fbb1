package dev.metaagent.ingest;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A listening socket that closes new connections beyond a number of open ones.
final class BoundedServerChannel extends NioServerSocketChannel {

  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  BoundedServerChannel(int most) {
    this.most = most;
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
        var _ = channel.closeFuture().addListener(_ -> open.decrementAndGet());
      }
    }
    return accepted.size() - before;
  }
}
