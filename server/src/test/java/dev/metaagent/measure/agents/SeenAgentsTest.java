package dev.metaagent.measure.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.MetaAgentException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeenAgentsTest {

  @Test
  void aCursorTellsExactlyWhichAgentsWereShown() {
    for (int count : new int[] {1, 7, 60, 1_001}) {
      List<AgentId> agents = agents(count, new Random(count));
      List<AgentId> shown = agents.subList(0, count / 2);

      SeenAgents read = SeenAgents.parse(SeenAgents.none(agents).plus(shown).write());

      assertThat(agents.stream().filter(read::contains)).isEqualTo(shown);
    }
  }

  @Test
  void pagesAddUp() {
    List<AgentId> agents = agents(300, new Random(3));
    SeenAgents seen = SeenAgents.none(agents);
    for (int from = 0; from < 300; from += 100) {
      seen = SeenAgents.parse(seen.plus(agents.subList(from, from + 100)).write());
    }
    assertThat(agents).allMatch(seen::contains);
  }

  @Test
  void idsThatFollowEachOtherAreToldApartInFewBits() {
    List<AgentId> agents =
        Stream.iterate(1L, id -> id + 1)
            .limit(1_000)
            .map(id -> new AgentId(new UUID(7, id)))
            .toList();

    SeenAgents none = SeenAgents.none(agents);

    assertThat(none.bits()).isBetween(16, 26);
    assertThat(none.plus(agents.subList(0, 999)).write()).hasSizeLessThan(5_000);
    assertThat(none.contains(agents.getFirst())).isFalse();
  }

  @Test
  void agentsWhoseShortFingerprintsMeetGetLongerOnes() {
    List<AgentId> many = agents(3_000, new Random(5));

    SeenAgents one = SeenAgents.none(many).plus(many.subList(0, 1));

    assertThat(one.bits()).isGreaterThan(16);
    assertThat(many.stream().filter(one::contains)).isEqualTo(many.subList(0, 1));
  }

  @Test
  void whatIsNoCursorOfThisListIsRefused() {
    for (String text :
        List.of("", "x", "1.", "1.!", "1.AA", "1.-w", UUID.randomUUID().toString(), "2.EAA")) {
      assertThatThrownBy(() -> SeenAgents.parse(text))
          .as(text)
          .isInstanceOf(MetaAgentException.class);
    }
  }

  private static List<AgentId> agents(int count, Random random) {
    return Stream.generate(() -> new AgentId(new UUID(random.nextLong(), random.nextLong())))
        .limit(count)
        .toList();
  }
}
