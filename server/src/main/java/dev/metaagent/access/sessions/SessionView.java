package dev.metaagent.access;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether and as whom a browser is signed in.
///
/// @param mode `local`: no login is needed; `server`: every request needs a credential
/// @param principal who asks, null where nobody is signed in
/// @param organization what is worked for, null where nobody is signed in
/// @param ways how one can sign in: `password`, `jwt`
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Session")
public record SessionView(
    String mode,
    boolean signedIn,
    @Nullable PrincipalView principal,
    @Nullable OrganizationView organization,
    List<String> ways) {}
