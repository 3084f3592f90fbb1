package dev.metaagent.tenancy;

import dev.metaagent.kernel.ElsewhereException;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationRef;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// Says of what does not exist here in which other organization of the caller it does, so that a
/// link leads there. Organizations that the caller may not enter are never looked into.
@Component
public class Elsewhere {

  private static final int MOST = 20;

  private final OtherOrganizations organizations;

  public Elsewhere(OtherOrganizations organizations) {
    this.organizations = organizations;
  }

  /// The answer of this organization, outside any transaction.
  ///
  /// @param exists whether it is in the organization in scope; asked in the others
  /// @throws ElsewhereException when it does not exist here, but in another one
  public <T> T orThere(Supplier<T> here, BooleanSupplier exists) {
    try {
      return here.get();
    } catch (MetaAgentException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      throw organizations.ofCaller().stream()
          .limit(MOST)
          .filter(other -> Tenant.call(other.id(), exists::getAsBoolean))
          .findFirst()
          .<MetaAgentException>map(other -> new ElsewhereException(e, ref(other)))
          .orElse(e);
    }
  }

  private static OrganizationRef ref(Organization organization) {
    return new OrganizationRef(organization.id().toString(), organization.name());
  }
}
