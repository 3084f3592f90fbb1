package dev.metaagent.tenancy;

import java.util.List;

/// The organizations that the caller has access to besides the one in scope.
public interface OtherOrganizations {

  /// None for a caller who is bound to one organization, such as an API key.
  List<Organization> ofCaller();
}
