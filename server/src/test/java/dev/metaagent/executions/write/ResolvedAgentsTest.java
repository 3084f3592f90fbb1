package dev.metaagent.executions.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.metaagent.executions.Steps;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResolvedAgentsTest {

  @Test
  void everyNameThatIsNotResolvedIsToldAtOnce() {
    ResolvedAgents agents = new ResolvedAgents(Map.of("desk", Steps.agent("desk")));
    agents.apply("desk");
    agents.apply("refunds");
    agents.apply("seats");

    assertThatExceptionOfType(ResolvedAgents.UnresolvedException.class)
        .isThrownBy(agents::requireAll)
        .satisfies(e -> assertThat(e.names()).containsExactlyInAnyOrder("refunds", "seats"));
  }

  @Test
  void withTheFurtherNamesNothingIsMissing() {
    ResolvedAgents agents =
        new ResolvedAgents(Map.of("desk", Steps.agent("desk")))
            .with(Map.of("refunds", Steps.agent("refunds")));

    assertThat(agents.apply("refunds")).isEqualTo(Steps.agent("refunds"));
    agents.requireAll();
  }
}
