package dev.metaagent.architecture;

import dev.metaagent.MetaAgent;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/// Dependencies between modules. Before you add to an `allowedDependencies`, consider a port
/// (interface) in the lower module: dependencies point downwards only.
class ModularityTest {

  @Test
  void modulesUseOnlyTheBasePackagesOfModulesBelow() {
    ApplicationModules.of(MetaAgent.class).verify();
  }
}
