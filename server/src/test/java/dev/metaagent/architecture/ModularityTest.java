package dev.metaagent.house;

import dev.metaagent.MetaAgent;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/// The walls of the house. Before you widen an `allowedDependencies`, ask whether the need is not a
/// port of the lower room: imports go down only.
class ModularityTest {

  @Test
  void roomsUseOnlyTheFrontDoorsOfTheRoomsBelow() {
    ApplicationModules.of(MetaAgent.class).verify();
  }
}
