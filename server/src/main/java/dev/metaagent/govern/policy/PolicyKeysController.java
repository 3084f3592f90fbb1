package dev.metaagent.govern.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.metaagent.access.Caller;
import dev.metaagent.audit.Reason;
import dev.metaagent.kernel.Page;
import dev.metaagent.policy.signing.KeyItem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The public keys of policies over HTTP.
@RestController
@RequestMapping("/api/v1/policy/keys")
@Tag(name = "Policies", description = "What agents may do at run time")
class PolicyKeysController {

  /// Why a new key is wanted.
  @Schema(name = "PolicyKeyRotation")
  record Rotation(@Nullable String reason) {}

  /// The signature of the key before.
  @Schema(name = "PolicyKeySignature")
  record SignedBy(String keyId, String value) {}

  /// One public key.
  ///
  /// @param publicKey 32 bytes in base64url
  /// @param notAfter null: it is the newest
  /// @param signedBy null: it is the first
  @Schema(name = "PolicyKey")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record PublicKeyAnswer(
      String keyId,
      String algorithm,
      String publicKey,
      @Nullable String notBefore,
      @Nullable String notAfter,
      @Nullable SignedBy signedBy) {

    static PublicKeyAnswer of(PolicyKeys.ValidKey key) {
      KeyItem item = key.item();
      return new PublicKeyAnswer(
          item.keyId(),
          item.algorithm(),
          item.publicKey(),
          item.notBefore(),
          item.notAfter(),
          item.signerId() == null
              ? null
              : new SignedBy(item.signerId(), Objects.requireNonNull(item.signature())));
    }
  }

  private final PolicyKeys keys;

  PolicyKeysController(PolicyKeys keys) {
    this.keys = keys;
  }

  @GetMapping
  @Operation(summary = "The public keys that sign policies now, the oldest first")
  Page<PublicKeyAnswer> list() {
    return Page.of(keys.valid().stream().map(PublicKeyAnswer::of).toList(), null);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Replace the key that signs policies",
      description = "The key before signs the new one and stays valid for seven days.")
  PublicKeyAnswer rotate(@RequestBody Rotation rotation) {
    return PublicKeyAnswer.of(
        keys.rotate(Reason.required(rotation.reason()), Caller.current().name()));
  }
}
