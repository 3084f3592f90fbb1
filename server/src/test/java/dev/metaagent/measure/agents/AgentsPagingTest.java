package dev.metaagent.measure.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.kernel.AgentId;
import dev.metaagent.kernel.Page;
import dev.metaagent.measure.Fleet;
import dev.metaagent.tenancy.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Pages of agents while their status and traffic change between one page and the next.
class AgentsPagingTest {

  private final Fleet fleet = Fleet.at("12:00:05");

  @Test
  void everyAgentIsSeenOnceWhateverChangesBetweenThePages() {
    List<AgentId> agents = agents(60);
    run(agents.subList(0, 30), 1, true);
    List<String> seen = new ArrayList<>();

    Page<AgentAnswer> page = page(null, null);
    while (true) {
      page.items().forEach(agent -> seen.add(agent.id()));
      if (page.nextCursor() == null) {
        break;
      }
      // the order turns: some that were shown and some that were not now fail, others run more
      run(agents.subList(seen.size() - 10, seen.size()), 21, false);
      run(agents.subList(40, 60), seen.size(), true);
      fleet.agent("new-" + seen.size());
      page = page(null, page.nextCursor());
    }

    assertThat(seen).doesNotHaveDuplicates();
    assertThat(seen).containsAll(agents.stream().map(AgentId::toString).toList());
  }

  @Test
  void aCursorHoldsWhenTheAgentItStandsAtNoLongerMatches() {
    List<AgentId> agents = agents(24);
    run(agents, 21, false);
    Page<AgentAnswer> first = page("failing", null);
    assertThat(first.items()).hasSize(20);

    fleet.clock.advance(Duration.ofMinutes(70));
    List<AgentId> stillFailing =
        agents.stream()
            .filter(agent -> !first.items().getLast().id().equals(agent.toString()))
            .toList();
    run(stillFailing, 21, false);
    Page<AgentAnswer> second = page("failing", first.nextCursor());

    assertThat(second.items()).hasSize(4);
    assertThat(second.nextCursor()).isNull();
    assertThat(second.items())
        .extracting(AgentAnswer::id)
        .doesNotContainAnyElementsOf(first.items().stream().map(AgentAnswer::id).toList());
  }

  @Test
  void theWorstAreOnTheFirstPage() {
    List<AgentId> agents = agents(30);
    run(agents.subList(0, 25), 25, true);
    run(agents.subList(25, 30), 21, false);

    assertThat(page(null, null).items().subList(0, 5))
        .extracting(AgentAnswer::id)
        .containsExactlyInAnyOrderElementsOf(
            agents.subList(25, 30).stream().map(AgentId::toString).toList());
  }

  private List<AgentId> agents(int count) {
    return IntStream.range(0, count).mapToObj(i -> fleet.agent("agent-" + i)).toList();
  }

  private void run(List<AgentId> agents, int times, boolean success) {
    Instant now = fleet.clock.instant();
    fleet.record(
        agents.stream()
            .flatMap(agent ->
                IntStream.range(0, times)
                    .mapToObj(i -> fleet.run(agent, now.minusSeconds(i), success)))
            .toArray(Fleet.Run[]::new));
    fleet.settle();
    fleet.age();
  }

  private Page<AgentAnswer> page(@Nullable String status, @Nullable String cursor) {
    return Tenant.call(
        fleet.organization,
        () -> fleet.make(AgentsController.class).list(status, null, null, null, null, cursor, 20));
  }
}
