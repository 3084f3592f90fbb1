package dev.metaagent.access.sessions;

import dev.metaagent.access.Caller;
import dev.metaagent.access.Principal;
import dev.metaagent.tenancy.Organization;
import dev.metaagent.tenancy.OtherOrganizations;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// The other organizations of who made the current request.
@Component
class OrganizationsOfCaller implements OtherOrganizations {

  private final LinkedOrganizations linked;

  OrganizationsOfCaller(LinkedOrganizations linked) {
    this.linked = linked;
  }

  @Override
  public List<Organization> ofCaller() {
    if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes web)) {
      return List.of();
    }
    Principal caller = Caller.current();
    return linked.of(caller, web.getRequest()).stream()
        .filter(organization -> !organization.id().equals(caller.organization()))
        .toList();
  }
}
