package dev.metaagent.tenancy;

import dev.metaagent.kernel.OrganizationId;
import java.time.ZoneId;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Makes sure that the first organization exists, so that a fresh installation can be used from its
/// first answer on.
@Component
@Order(0)
class LocalOrganization implements BeforeListening {

  private final Organizations organizations;

  LocalOrganization(Organizations organizations) {
    this.organizations = organizations;
  }

  @Override
  public void prepare() {
    organizations.create(OrganizationId.LOCAL, "My organization", ZoneId.of("UTC"), false);
  }
}
