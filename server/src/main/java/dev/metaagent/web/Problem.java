package dev.metaagent.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.OrganizationRef;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A failure as RFC 9457 problem details.
///
/// @param type a stable URN of the kind of problem
/// @param title the kind in words, the same for each occurrence
/// @param detail what happened this time
/// @param code stable, for programs
/// @param errors the fields that are wrong
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Problem")
record Problem(
    @Schema(example = "urn:metaagent:problem:invalid_field") String type,
    @Schema(example = "Invalid field") String title,
    @Schema(example = "400") int status,
    @Schema(example = "limit: a number from 1 to 500") String detail,
    @Schema(example = "invalid_field") String code,
    List<MetaAgentException.FieldError> errors,
    @Schema(
            requiredMode = Schema.RequiredMode.REQUIRED,
            description = "of what is not here: the organization of the caller in which it is")
        @Nullable OrganizationRef organization) {

  static Problem of(ErrorCode code, String detail) {
    return of(code, code.status(), detail, List.of());
  }

  static Problem of(
      ErrorCode code, int status, String detail, List<MetaAgentException.FieldError> errors) {
    String words = code.wire().replace('_', ' ');
    String title = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    return new Problem(
        "urn:metaagent:problem:" + code.wire(), title, status, detail, code.wire(), errors, null);
  }

  /// The same, with the organization in which it is.
  Problem in(OrganizationRef there) {
    return new Problem(type, title, status, detail, code, errors, there);
  }
}
