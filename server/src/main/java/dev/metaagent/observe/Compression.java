package dev.metaagent.observe;

import com.github.luben.zstd.Zstd;

/// The compression of stored content: zstd, level 6.
public final class Compression {

  private static final int LEVEL = 6;
  private static final int LARGEST = 256 * 1024 * 1024;

  private Compression() {}

  public static byte[] compress(byte[] plain) {
    return Zstd.compress(plain, LEVEL);
  }

  /// Restores what {@link #compress} made.
  ///
  /// @throws IllegalStateException when the bytes are not whole
  public static byte[] decompress(byte[] packed) {
    long size = Zstd.getFrameContentSize(packed);
    if (size < 0 || size > LARGEST) {
      throw new IllegalStateException("stored content is not readable");
    }
    return Zstd.decompress(packed, (int) size);
  }
}
