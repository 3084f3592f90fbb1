package dev.metaagent.access.jwt;

import dev.metaagent.access.Role;
import dev.metaagent.kernel.OrganizationId;
import org.jspecify.annotations.Nullable;

/// The identity in a valid JWT.
///
/// @param subject the issuer's id of the person
/// @param email in lower case; null where there is none or the issuer says that it is not verified
/// @param emailVerified whether the issuer says that the address is verified; many say nothing
/// @param organization from the claim, null if it is absent or not an id
///
/// @param role from the role claim, null if none is configured or it is not one of our roles
record JwtIdentity(
    String subject,
    @Nullable String email,
    boolean emailVerified,
    @Nullable String name,
    @Nullable OrganizationId organization,
    @Nullable Role role) {}
