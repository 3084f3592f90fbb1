package dev.metaagent.access.sessions;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Passwords as Argon2id with 19 MiB, two passes and one lane (OWASP's first choice of 2024). Few
/// are computed at once, so that signing in can exhaust neither memory nor processors.
@Component
class Passwords {

  static final int SHORTEST = 12;
  private static final int LONGEST = 200;
  private static final int SALT_BYTES = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Argon2Function ARGON =
      Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID, Argon2Function.ARGON2_VERSION_13);

  /// A hash that no password has, for checks that must take as long as a real one.
  private static final String NO_PASSWORD =
      "$argon2id$v=19$m=19456,t=2,p=1$" + "A".repeat(22) + "$" + "A".repeat(43);

  private final Semaphore turns =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  private final SecureRandom random = new SecureRandom();
  private final Timer hashes;

  Passwords(MeterRegistry meters) {
    this.hashes =
        Timer.builder("metaagent.passwords.hashed")
            .description("Argon2id hashes computed to set and to check passwords")
            .register(meters);
  }

  /// @throws MetaAgentException when a password is not good enough to be set
  static void check(@Nullable String password) {
    if (password == null || password.codePointCount(0, password.length()) < SHORTEST) {
      throw MetaAgentException.invalid("password", "at least " + SHORTEST + " characters");
    }
    if (password.length() > LONGEST) {
      throw MetaAgentException.invalid("password", "at most " + LONGEST + " characters");
    }
    if (password.codePoints().distinct().count() < 4) {
      throw MetaAgentException.invalid("password", "more than a few different characters");
    }
  }

  String hash(String password) {
    return limited(() -> compute(password));
  }

  private String compute(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return ARGON.hash(bytes(password), salt).getResult();
  }

  /// Whether a password is the one of a stored hash. Without a hash the same work is done, so that
  /// the time does not reveal whether there is one.
  boolean fits(String password, @Nullable String hash) {
    if (password.length() > LONGEST) {
      return false;
    }
    String against = hash == null ? NO_PASSWORD : hash;
    boolean same =
        limited(() ->
            Argon2Function.getInstanceFromHash(against)
                .check(bytes(password), against.getBytes(StandardCharsets.US_ASCII)));
    return same && hash != null;
  }

  private <T> T limited(Supplier<T> work) {
    try {
      if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw MetaAgentException.busy(
            ErrorCode.RATE_LIMITED, "Too many sign-ins at once.", PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a turn", e);
    }
    try {
      return hashes.record(work);
    } finally {
      turns.release();
    }
  }

  /// The same characters are the same password, however a keyboard composes them.
  private static byte[] bytes(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }
}
