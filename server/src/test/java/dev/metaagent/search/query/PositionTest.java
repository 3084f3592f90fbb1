package dev.metaagent.search.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.search.filter.Position;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PositionTest {

  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
  private static final UUID TRACE = UUID.fromString("0af76519-16cd-43dd-8448-eb211c80319c");

  @Test
  void aCursorIsThePlaceThatItWasMadeOf() {
    Position place = new Position(Instant.parse("2026-03-04T12:00:00.123456789Z"), TRACE, -7, null);
    assertThat(place.at()).isEqualTo(Instant.parse("2026-03-04T12:00:00.123456Z"));
    assertThat(Position.parse(place.cursor())).isEqualTo(place);
    Position settled = place.since(NOW);
    assertThat(Position.parse(settled.cursor())).isEqualTo(settled);
    assertThat(Position.parse(Position.oldest().cursor())).isEqualTo(Position.oldest());
  }

  @Test
  void placesAreOrderedAsTheDatabaseOrdersThem() {
    UUID low = new UUID(1, 1);
    UUID high = new UUID(-1, 0);
    Position first = new Position(NOW, low, 5, null);
    assertThat(first).isLessThan(new Position(NOW.plusNanos(1_000), low, 0, null));
    assertThat(first).isLessThan(new Position(NOW, high, 0, null));
    assertThat(first).isLessThan(new Position(NOW, low, 6, null));
    assertThat(first).isGreaterThan(new Position(NOW, low, -6, null));
    assertThat(Position.newest(NOW)).isGreaterThan(new Position(NOW, high, 9, null));
    assertThat(Position.newest(NOW)).isLessThan(new Position(NOW.plusNanos(1_000), low, 0, null));
  }
}
