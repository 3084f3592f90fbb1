package dev.metaagent.observe.query;

import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.Organizations;
import dev.metaagent.tenancy.Tenant;
import java.util.Set;
import org.springframework.stereotype.Component;

/// The attribute keys that the organization in scope declared for searching.
@Component
class DeclaredAttributes {

  private final Organizations organizations;

  DeclaredAttributes(Organizations organizations) {
    this.organizations = organizations;
  }

  Set<String> keys() {
    return organizations
        .find(Tenant.current())
        .map(Organization::attributeKeys)
        .map(Set::copyOf)
        .orElse(Set.of());
  }
}
