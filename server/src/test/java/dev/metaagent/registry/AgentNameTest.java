package dev.metaagent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.AgentName;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which spellings are one agent.
class AgentNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Email Writer      | email-writer",
        "email_writer      | email-writer",
        "email.writer      | email-writer",
        "email - _ . writer| email-writer",
        "  Email  Writer   | email-writer",
        "-writer           | writer",
        "writer-           | writer-",
        "ÉCRIVAIN          | écrivain",
        "作家               | 作家",
        "v2/agent          | v2/agent",
        "' '               | unnamed",
        "---               | unnamed"
      })
  void twoSpellingsOfOneNameAreOneAgent(String name, String key) {
    assertThat(AgentName.normalise(name)).isEqualTo(key);
  }

  @Test
  void aLongNameIsCutBetweenCharacters() {
    assertThat(AgentName.shown("x".repeat(200))).hasSize(200);
    assertThat(AgentName.shown("x".repeat(201))).isEqualTo("x".repeat(200));
    assertThat(AgentName.shown("x".repeat(199) + "😀")).isEqualTo("x".repeat(199));
    assertThat(AgentName.shown("x".repeat(199) + " y")).isEqualTo("x".repeat(199));
    assertThat(AgentName.normalise("x".repeat(300)))
        .isEqualTo(AgentName.normalise("x".repeat(250)));
  }

  private static final Instant EARLY = Instant.parse("2026-03-04T12:00:00Z");
  private static final Instant LATE = Instant.parse("2026-03-04T13:00:00Z");

  @Test
  void twoSightingsTellTogetherWhatEitherTells() {
    Sighting began = new Sighting("A", "langgraph", null, "test", EARLY, true);
    Sighting standsIn = new Sighting("A", "own", "2", null, LATE, false);

    assertThat(began.and(standsIn))
        .isEqualTo(new Sighting("A", "langgraph", "2", "test", LATE, true));
    assertThat(standsIn.and(began)).isEqualTo(new Sighting("A", "own", "2", "test", LATE, true));
    assertThat(Sighting.of("A", EARLY).and(Sighting.of("A", LATE)).began()).isFalse();
  }

  @Test
  void beyondTheLimitEveryNameIsUnnamed() {
    Sighting unnamed = new Sighting("A", "own", "2", null, LATE, true).beyondTheLimit();
    assertThat(unnamed.name()).isEqualTo("unnamed");
    assertThat(unnamed.version()).isEqualTo("2");
  }

  @Test
  void aNameThatIsNotRegisteredIsUnnamedOnceNoneIsFree() {
    AgentId known = new AgentId(new UUID(0, 1));
    AgentId unnamed = new AgentId(new UUID(0, 2));
    Map<String, AgentId> agents = Map.of("known", known, "unnamed", unnamed);
    RegisteredNames room = new RegisteredNames(agents, Agents.LIMIT - 1);
    RegisteredNames full = new RegisteredNames(agents, Agents.LIMIT);

    assertThat(room.free()).isEqualTo(1);
    assertThat(room.find("known")).isEqualTo(known);
    assertThat(room.find("new")).as("a row has to be made first").isNull();
    assertThat(full.free()).isZero();
    assertThat(full.find("known")).isEqualTo(known);
    assertThat(full.find("new")).isEqualTo(unnamed);
    assertThat(new RegisteredNames(agents, Agents.LIMIT + 5).free()).isZero();
  }
}
