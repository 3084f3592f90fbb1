package dev.metaagent.access.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PasswordsTest {

  private final Passwords passwords = new Passwords(new SimpleMeterRegistry());

  @Test
  void theLibraryComputesWhatTheReferenceImplementationDoes() {
    // test vector of phc-winner-argon2: argon2id, v=19, t=2, m=64 MiB, p=1
    byte[] hash =
        Argon2Function.getInstance(65_536, 2, 1, 32, Argon2.ID, Argon2Function.ARGON2_VERSION_13)
            .hash(bytes("password"), bytes("somesalt"))
            .getBytes();
    assertThat(HexFormat.of().formatHex(hash))
        .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void onlyTheSamePasswordFits() {
    String hash = passwords.hash("Grüße aus München");
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.hash("Grüße aus München")).isNotEqualTo(hash);
    assertThat(passwords.fits("Grüße aus München", hash)).isTrue();
    assertThat(passwords.fits("Gru\u0308ße aus Mu\u0308nchen", hash)).isTrue();
    assertThat(passwords.fits("grüße aus münchen", hash)).isFalse();
    assertThat(passwords.fits("", hash)).isFalse();
    assertThat(passwords.fits("Grüße aus München", null)).isFalse();
  }

  @Test
  void withoutAHashTheSameWorkIsDone() {
    String hash = passwords.hash("a sentence as a password");
    long known = Long.MAX_VALUE;
    long unknown = Long.MAX_VALUE;
    for (int i = 0; i < 9; i++) {
      known = Math.min(known, nanos(() -> passwords.fits("another sentence", hash)));
      unknown = Math.min(unknown, nanos(() -> passwords.fits("another sentence", null)));
    }
    assertThat((double) unknown / known).isBetween(0.5, 2.0);
  }

  private static long nanos(Runnable work) {
    long before = System.nanoTime();
    work.run();
    return System.nanoTime() - before;
  }

  @Test
  void weakPasswordsAreNotSet() {
    for (String weak :
        new String[] {"", "short", "eleven char", "aaaaaaaaaaaaaaaa", "x".repeat(201)}) {
      assertThatThrownBy(() -> Passwords.check(weak)).hasMessageContaining("password");
    }
    Passwords.check("twelve chars");
  }
}
