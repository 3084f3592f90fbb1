package dev.metaagent.executions.content;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// The compression of stored content: zstd, level 6. A context allocates more than a megabyte, so
/// contexts are pooled.
public final class Compression {

  private static final int LEVEL = 6;
  private static final int LARGEST = 256 * 1024 * 1024;
  private static final BlockingQueue<ZstdCompressCtx> IDLE = new ArrayBlockingQueue<>(8);

  private Compression() {}

  public static byte[] compress(byte[] plain) {
    ZstdCompressCtx idle = IDLE.poll();
    ZstdCompressCtx context = idle != null ? idle : new ZstdCompressCtx().setLevel(LEVEL);
    byte[] packed = context.compress(plain);
    if (!IDLE.offer(context)) {
      context.close();
    }
    return packed;
  }

  /// Decompresses the result of {@link #compress}.
  ///
  /// @throws IllegalStateException when the bytes are corrupt
  public static byte[] decompress(byte[] packed) {
    try {
      long size = Zstd.getFrameContentSize(packed);
      if (size < 0 || size > LARGEST) {
        throw new IllegalStateException("stored content is not readable");
      }
      return Zstd.decompress(packed, (int) size);
    } catch (ZstdException | IndexOutOfBoundsException e) {
      throw new IllegalStateException("stored content is not readable", e);
    }
  }
}
