package dev.metaagent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.OrganizationId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The hash of an entry, so that whoever keeps a journal can compute it anew. The expected ones
/// were computed apart from this code, with Python's hashlib and struct.
class ChainTest {

  private static final String ORGANIZATION = OrganizationId.LOCAL.toString();
  private static final Instant AT = Instant.parse("2026-03-04T12:00:00.123456Z");
  private static final Change FIRST = new Change("Ada", "key.create", "key 4fk2", "because", "{}");

  private static String hash(String previous, long id, Instant at, Change change) {
    return Chain.hash(previous, ORGANIZATION, id, at, change);
  }

  @Test
  void anEntryHasTheHashThatAnybodyComputes() {
    String first = hash(Chain.START, 1, AT, FIRST);
    assertThat(first).isEqualTo("8e5cc72df7aa22db470d5fc8c549c454f2554ab1dd621d8a5bbe37209c16972f");
    assertThat(hash(first, 2, AT, new Change("Ada", "key.create", "key ü", null)))
        .isEqualTo("042154b98314e766e45698ec6e279769ad4712da7def06c63dba1b3fb0b643c2");
  }

  @Test
  void nothingOfAnEntryCanBeChangedWithoutItsHash() {
    Set<String> hashes =
        new HashSet<>(
            List.of(
                hash(Chain.START, 1, AT, FIRST),
                hash("f".repeat(64), 1, AT, FIRST),
                hash(Chain.START, 2, AT, FIRST),
                hash(Chain.START, 1, AT.plusNanos(1_000), FIRST),
                Chain.hash(Chain.START, "another", 1, AT, FIRST),
                hash(
                    Chain.START,
                    1,
                    AT,
                    new Change("Eve", "key.create", "key 4fk2", "because", "{}")),
                hash(
                    Chain.START,
                    1,
                    AT,
                    new Change("Ada", "key.revoke", "key 4fk2", "because", "{}")),
                hash(
                    Chain.START,
                    1,
                    AT,
                    new Change("Ada", "key.create", "key 4fk3", "because", "{}")),
                hash(
                    Chain.START,
                    1,
                    AT,
                    new Change("Ada", "key.create", "key 4fk2", "Because", "{}")),
                hash(
                    Chain.START,
                    1,
                    AT,
                    new Change("Ada", "key.create", "key 4fk2", "because", "[]"))));
    assertThat(hashes).hasSize(10);
  }

  @Test
  void textCannotMoveFromOneFieldIntoTheNext() {
    assertThat(hash(Chain.START, 1, AT, new Change("ab", "c", "d", null)))
        .isNotEqualTo(hash(Chain.START, 1, AT, new Change("a", "bc", "d", null)));
    assertThat(hash(Chain.START, 1, AT, new Change("a", "b", "c", null)))
        .as("no reason is not an empty one")
        .isNotEqualTo(hash(Chain.START, 1, AT, new Change("a", "b", "c", "")));
  }

  @Test
  void timesAreKeptToTheMicrosecond() {
    assertThat(hash(Chain.START, 1, AT.plusNanos(999), FIRST))
        .isEqualTo(hash(Chain.START, 1, AT, FIRST));
  }

  @Test
  void aReasonIsAShortTextOrNone() {
    assertThat(Reason.of(null)).isNull();
    assertThat(Reason.of("  ")).isNull();
    assertThat(Reason.of(" moved ")).isEqualTo("moved");
    assertThat(Reason.of("x".repeat(500))).hasSize(500);
    assertThatThrownBy(() -> Reason.of("x".repeat(501))).hasMessageContaining("500");
  }
}
