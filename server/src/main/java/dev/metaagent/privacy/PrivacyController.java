package dev.metaagent.observe.privacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.metaagent.access.Caller;
import dev.metaagent.kernel.MetaAgentException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What happens to personal data and secrets, over HTTP.
@RestController
@RequestMapping("/api/v1/privacy-policy")
@Tag(name = "Privacy", description = "What is replaced before anything is stored")
class PrivacyController {

  private static final int LONGEST_TEXT = 100_000;
  private static final int LONGEST_REASON = 500;

  /// A class and what happens to it.
  @Schema(name = "PrivacyClass")
  record OfClass(
      String id,
      String name,
      DataClass.Group group,
      String example,
      Treatment action,
      Treatment standard) {}

  /// The policy of the organization.
  ///
  /// @param version 0 while nothing was chosen
  /// @param keyId what pseudonyms are made with; they join only under the same one
  @Schema(name = "PrivacyPolicy")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record View(
      int version,
      String keyId,
      @Nullable Instant updatedAt,
      @Nullable String updatedBy,
      List<OfClass> classes,
      List<String> nameKeys,
      List<Choices.OfAttribute> attributes,
      List<Choices.OfPattern> patterns) {}

  /// A change of the policy; what is left out stays.
  @Schema(name = "PrivacyPolicyChange")
  record Wanted(
      @Nullable Map<String, String> classes,
      @Nullable List<String> nameKeys,
      @Nullable List<Choices.OfAttribute> attributes,
      @Nullable List<Choices.OfPattern> patterns,
      @Nullable String reason) {

    Choices choices() {
      return new Choices(classes, nameKeys, attributes, patterns);
    }
  }

  /// A text to try.
  ///
  /// @param policy choices that would hold; null: those that hold
  @Schema(name = "PrivacyTry")
  record Trial(@Nullable String text, @Nullable Wanted policy) {}

  /// Something that was found.
  ///
  /// @param start where it begins in the text that was sent, in UTF-16 units
  @Schema(name = "PrivacyFinding")
  record Finding(
      @JsonProperty("class") String kind,
      int start,
      int end,
      String replacement,
      Treatment action) {}

  /// How a text comes out.
  @Schema(name = "PrivacyTried")
  record Tried(String text, List<Finding> findings, long tookMicros) {}

  private final Policies policies;

  PrivacyController(Policies policies) {
    this.policies = policies;
  }

  @GetMapping
  @Operation(summary = "What happens to personal data and secrets before they are stored")
  @ApiResponse(responseCode = "200")
  View policy() {
    return view(policies.current());
  }

  @PutMapping
  @Operation(
      summary = "Change what happens to personal data and secrets",
      description = "What is stored already stays as it is.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  View change(@RequestBody Wanted wanted) {
    String reason = wanted.reason();
    if (reason != null && (reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0)) {
      throw MetaAgentException.invalid(
          "reason", "is a text of at most " + LONGEST_REASON + " characters");
    }
    return view(policies.change(wanted.choices(), reason, Caller.current().name()));
  }

  @PostMapping("/try")
  @Operation(summary = "Try a text; nothing is stored")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  Tried attempt(@RequestBody Trial trial) {
    String text = trial.text();
    if (text == null || text.length() > LONGEST_TEXT) {
      throw MetaAgentException.invalid(
          "text", "is a text of at most " + LONGEST_TEXT + " characters");
    }
    Wanted wanted = trial.policy();
    Policy policy = policies.tried(wanted == null ? null : wanted.choices());
    Cleaner cleaner = new Cleaner(policy, null);
    long begun = System.nanoTime();
    String clean = cleaner.clean(text, 0);
    long took = (System.nanoTime() - begun) / 1_000;
    List<Finding> findings =
        cleaner.findings(text).stream()
            .map(found ->
                new Finding(
                    found.kind(),
                    found.start(),
                    found.end(),
                    found.replacement(),
                    found.treatment()))
            .toList();
    return new Tried(clean, findings, took);
  }

  private static View view(Policies.Current current) {
    Policy policy = current.policy();
    PolicyStore.Stored stored = current.stored();
    return new View(
        current.version(),
        policy.pseudonyms().keyId(),
        stored == null ? null : stored.updatedAt(),
        stored == null ? null : stored.updatedBy(),
        Arrays.stream(DataClass.values())
            .map(kind ->
                new OfClass(
                    kind.id(),
                    kind.title(),
                    kind.group(),
                    kind.example(),
                    policy.treatment(kind),
                    kind.standard()))
            .toList(),
        policy.names().names(),
        Objects.requireNonNullElse(current.choices().attributes(), List.of()),
        Objects.requireNonNullElse(current.choices().patterns(), List.of()));
  }
}
