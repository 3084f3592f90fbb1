package dev.metaagent.executions.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The form in which content lies in the database.
class CompressionTest {

  private static final byte[] TEXT = "what was said ".repeat(500).getBytes(StandardCharsets.UTF_8);

  @Test
  void whatIsRestoredIsWhatWasGiven() {
    byte[] noise = new byte[70_000];
    new Random(1).nextBytes(noise);
    for (byte[] plain : new byte[][] {{}, {0}, TEXT, noise}) {
      assertThat(Compression.decompress(Compression.compress(plain))).isEqualTo(plain);
    }
  }

  @Test
  void whatRepeatsIsStoredOnce() {
    assertThat(Compression.compress(TEXT).length).isLessThan(TEXT.length / 50);
  }

  @Test
  void oneContentHasTheSameBytesWhicheverContextMadeThem() {
    byte[] first = Compression.compress(TEXT);
    Compression.compress(new byte[100_000]);

    assertThat(Compression.compress(TEXT)).as("revisions are compared by it").isEqualTo(first);
  }

  @Test
  void manyThreadsDoNotDisturbEachOther() throws ExecutionException, InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
      for (Future<byte[]> restored :
          IntStream.range(0, 200)
              .mapToObj(i ->
                  threads.submit(() ->
                      Compression.decompress(Compression.compress(Arrays.copyOf(TEXT, i + 1)))))
              .toList()) {
        assertThat(restored.get()).startsWith((byte) 'w');
      }
    }
  }

  @Test
  void bytesThatAreNoContentAreRefused() {
    byte[] whole = Compression.compress(TEXT);
    for (byte[] broken :
        new byte[][] {{}, {1, 2, 3, 4, 5, 6, 7, 8}, Arrays.copyOf(whole, 3), halfOf(whole)}) {
      assertThatThrownBy(() -> Compression.decompress(broken))
          .as(Arrays.toString(broken))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void contentThatSaysItIsHugeIsRefusedBeforeMemoryIsTaken() {
    // a frame header that promises 2^40 bytes
    byte[] frame = {
      0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0
    };

    assertThatThrownBy(() -> Compression.decompress(frame))
        .isInstanceOf(IllegalStateException.class);
  }

  private static byte[] halfOf(byte[] whole) {
    return Arrays.copyOf(whole, whole.length - 5);
  }
}
