package dev.metaagent.audit;

import dev.metaagent.kernel.OrganizationId;

/// Removes personal data and secrets from what people type beside their data: reasons, names of
/// keys, names of programs. The journal can forget nothing, so a reason is cleaned before it is
/// written.
public interface TypedText {

  /// The text as it may be kept for an organization.
  String clean(OrganizationId organization, String text);
}
