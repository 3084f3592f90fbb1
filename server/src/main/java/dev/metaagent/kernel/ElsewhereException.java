package dev.metaagent.kernel;

/// What is asked for is not in the caller's organization, but in another one of the same person.
public class ElsewhereException extends MetaAgentException {

  private final OrganizationRef organization;

  public ElsewhereException(MetaAgentException notHere, OrganizationRef organization) {
    super(
        notHere.code(),
        notHere.getMessage() + " here; it is in " + organization.name(),
        notHere.errors(),
        null,
        notHere);
    this.organization = organization;
  }

  public OrganizationRef organization() {
    return organization;
  }
}
