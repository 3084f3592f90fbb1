package dev.metaagent.architecture;

import org.junit.jupiter.api.Test;

/// Dependencies between modules. Before you add to an `allowedDependencies`, consider a port
/// (interface) in the lower module: dependencies point downwards only.
class ModularityTest {

  @Test
  void modulesUseOnlyTheBasePackagesOfModulesBelow() {
    Application.modules().verify();
  }
}
