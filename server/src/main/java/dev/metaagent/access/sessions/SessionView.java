package dev.metaagent.access.sessions;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.PrincipalView;
import dev.metaagent.tenancy.OrganizationView;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether and as whom a browser is signed in.
///
/// @param mode `local`: no login is needed; `server`: every request needs a credential
/// @param principal the caller, null if not signed in
///
/// @param organization its organization, null if not signed in
/// @param methods how one can sign in: `password`, `jwt`
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Session")
public record SessionView(
    @Schema(allowableValues = {"local", "server"}) String mode,
    boolean signedIn,
    @Nullable PrincipalView principal,
    @Nullable OrganizationView organization,
    @ArraySchema(schema = @Schema(allowableValues = {"password", "jwt"})) List<String> methods) {}
