package dev.metaagent.privacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.metaagent.access.Caller;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.privacy.detect.DataClass;
import dev.metaagent.privacy.detect.Treatment;
import dev.metaagent.privacy.detect.text.View;
import dev.metaagent.tenancy.Tenant;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
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

/// The privacy policy over HTTP.
@RestController
@RequestMapping("/api/v1/privacy-policy")
@Tag(name = "Privacy", description = "Replacement of personal data and secrets")
class PrivacyController {

  private static final int LONGEST_TEXT = 100_000;
  private static final int LONGEST_REASON = 500;

  /// A class and what happens to it.
  ///
  /// @param note what the class misses; null where there is nothing to say
  @Schema(name = "PrivacyClass")
  record OfClass(
      String id,
      String name,
      DataClass.Group group,
      String example,
      @Nullable String note,
      Treatment action,
      Treatment standard) {}

  /// The policy of the organization.
  ///
  /// @param version 0 while nothing was chosen
  /// @param keyId the key of pseudonyms; only pseudonyms of the same key match
  /// @param patternsOff ids of patterns that are not applied, because all are too large together
  @Schema(name = "PrivacyPolicy")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record View(
      int version,
      String keyId,
      @Nullable Instant updatedAt,
      @Nullable String updatedBy,
      List<OfClass> classes,
      List<String> nameKeys,
      List<OfAttribute> attributes,
      List<OfPattern> patterns,
      List<String> patternsOff) {}

  /// What happens to attributes of a key.
  @Schema(name = "PrivacyAttributeRule")
  record OfAttribute(String key, Treatment action) {
    static OfAttribute of(PolicyChoices.OfAttribute chosen) {
      return new OfAttribute(
          Objects.requireNonNull(chosen.key()), Treatment.named(chosen.action()));
    }
  }

  /// A pattern of the organization and what happens to what it finds.
  @Schema(name = "PrivacyPatternRule")
  record OfPattern(String id, String name, String pattern, Treatment action) {
    static OfPattern of(PolicyChoices.OfPattern chosen) {
      String id = Objects.requireNonNull(chosen.id());
      return new OfPattern(
          id,
          Objects.requireNonNullElse(chosen.name(), id),
          Objects.requireNonNull(chosen.pattern()),
          Treatment.named(chosen.action()));
    }
  }

  /// A change of the policy; absent fields are kept.
  @Schema(name = "PrivacyPolicyChange")
  record PolicyChange(
      @Nullable Map<String, String> classes,
      @Nullable List<String> nameKeys,
      @Nullable List<PolicyChoices.OfAttribute> attributes,
      @Nullable List<PolicyChoices.OfPattern> patterns,
      @Nullable String reason) {

    PolicyChoices choices() {
      return new PolicyChoices(classes, nameKeys, attributes, patterns);
    }
  }

  /// A text to test.
  ///
  /// @param policy the choices to test; null: the current ones
  @Schema(name = "PrivacyTry")
  record Trial(@Nullable String text, @Nullable PolicyChange policy) {}

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

  /// The cleaned text.
  ///
  /// @param withheld whether the patterns took too long for this text: it would be stored as
  ///   `<WITHHELD>`
  @Schema(name = "PrivacyTried")
  record Tried(String text, List<Finding> findings, boolean withheld, long tookMicros) {}

  private final PrivacyPolicies policies;
  private final PatternThreads threads =
      new PatternThreads("privacy-try", 1, Duration.ofSeconds(2), ErrorCode.RATE_LIMITED);

  PrivacyController(PrivacyPolicies policies) {
    this.policies = policies;
  }

  @GetMapping
  @Operation(summary = "How personal data and secrets are replaced before they are stored")
  @ApiResponse(responseCode = "200")
  View policy() {
    return view(policies.current());
  }

  @PutMapping
  @Operation(
      summary = "Change how personal data and secrets are replaced",
      description =
          "Data that is already stored is not changed. The class `person`, names of people in"
              + " texts, is kept unless chosen otherwise; the `note` of a class says what it"
              + " misses.")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  View change(@RequestBody PolicyChange wanted) {
    String reason = wanted.reason();
    if (reason != null && (reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0)) {
      throw MetaAgentException.invalid(
          "reason", "is a text of at most " + LONGEST_REASON + " characters");
    }
    return view(policies.change(wanted.choices(), reason, Caller.current().name()));
  }

  @PostMapping("/try")
  @Operation(summary = "Test the policy on a text; nothing is stored")
  @ApiResponse(responseCode = "200")
  @ApiResponse(responseCode = "400", ref = "Problem")
  @ApiResponse(responseCode = "429", ref = "Problem")
  Tried attempt(@RequestBody Trial trial) {
    String text = trial.text();
    if (text == null || text.length() > LONGEST_TEXT) {
      throw MetaAgentException.invalid(
          "text", "is a text of at most " + LONGEST_TEXT + " characters");
    }
    PolicyChange wanted = trial.policy();
    PrivacyPolicy policy = policies.tried(wanted == null ? null : wanted.choices());
    return threads.call(Tenant.current(), () -> tried(policy, text));
  }

  private static Tried tried(PrivacyPolicy policy, String text) {
    long begun = System.nanoTime();
    TextCleaner.Result result = new TextCleaner(policy, null).result(text);
    long took = (System.nanoTime() - begun) / 1_000;
    List<Finding> findings =
        result.findings().stream()
            .map(found ->
                new Finding(
                    found.kind(),
                    found.start(),
                    found.end(),
                    found.replacement(),
                    found.treatment()))
            .toList();
    return new Tried(result.text(), findings, result.withheld(), took);
  }

  private static View view(PrivacyPolicies.Current current) {
    PrivacyPolicy policy = current.policy();
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
                    kind.note(),
                    policy.treatment(kind),
                    kind.standard()))
            .toList(),
        policy.names().names(),
        Objects.requireNonNullElse(
                current.choices().attributes(), List.<PolicyChoices.OfAttribute>of())
            .stream()
            .map(OfAttribute::of)
            .toList(),
        Objects.requireNonNullElse(current.choices().patterns(), List.<PolicyChoices.OfPattern>of())
            .stream()
            .map(OfPattern::of)
            .toList(),
        policy.off());
  }
}
