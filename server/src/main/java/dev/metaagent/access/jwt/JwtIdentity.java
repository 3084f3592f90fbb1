package dev.metaagent.access;

import dev.metaagent.kernel.OrganizationId;
import org.jspecify.annotations.Nullable;

/// What a valid JWT says about somebody.
///
/// @param subject who it is to the issuer
/// @param email in lower case; null where there is none or the issuer says that it is not verified
/// @param organization from the claim, null where it is absent or no id
/// @param role from the role claim, null where none is configured or it says nothing of ours
record JwtIdentity(
    String subject,
    @Nullable String email,
    @Nullable String name,
    @Nullable OrganizationId organization,
    @Nullable Role role) {}
