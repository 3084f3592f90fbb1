package dev.metaagent.policy.signing;

import dev.metaagent.policy.Fields;
import dev.metaagent.policy.json.Canonical;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One item of `GET /api/v1/policy/keys`. Times are kept as they were written, since they are
/// signed. `signerId` and `signature` are those of the older key that signed this one.
public record KeyItem(
    String keyId,
    String algorithm,
    String publicKey,
    @Nullable String notBefore,
    @Nullable String notAfter,
    @Nullable String signerId,
    @Nullable String signature) {

  /// Throws [dev.metaagent.policy.InvalidPolicy].
  public static KeyItem parse(String path, @Nullable Object json) {
    Fields fields = Fields.of(path, json);
    Fields signedBy = fields.objectOrNull("signedBy");
    return new KeyItem(
        fields.text("keyId"),
        fields.text("algorithm"),
        fields.text("publicKey"),
        fields.textOrNull("notBefore"),
        fields.textOrNull("notAfter"),
        signedBy == null ? null : signedBy.text("keyId"),
        signedBy == null ? null : signedBy.text("value"));
  }

  /// The item of a key, signed by an older one or by none.
  public static KeyItem of(
      SigningKey key,
      @Nullable String notBefore,
      @Nullable String notAfter,
      @Nullable SigningKey signer) {
    KeyItem item =
        new KeyItem(key.keyId(), Ed25519.NAME, key.publicKey(), notBefore, notAfter, null, null);
    if (signer == null) {
      return item;
    }
    return new KeyItem(
        item.keyId,
        item.algorithm,
        item.publicKey,
        notBefore,
        notAfter,
        signer.keyId(),
        signer.sign(item.signedPart()).get("value"));
  }

  /// The fields that an older key signs.
  Map<String, @Nullable Object> signedPart() {
    Map<String, @Nullable Object> part = new LinkedHashMap<>();
    part.put("algorithm", algorithm);
    part.put("keyId", keyId);
    part.put("notAfter", notAfter);
    part.put("notBefore", notBefore);
    part.put("publicKey", publicKey);
    return part;
  }

  byte[] signedBytes() {
    return Canonical.bytes(signedPart());
  }

  /// As it is written in an answer.
  public Map<String, @Nullable Object> toJson() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("keyId", keyId);
    json.put("algorithm", algorithm);
    json.put("publicKey", publicKey);
    json.put("notBefore", notBefore);
    json.put("notAfter", notAfter);
    json.put("signedBy", signerId == null ? null : signedBy());
    return json;
  }

  private Map<String, @Nullable Object> signedBy() {
    Map<String, @Nullable Object> signedBy = new LinkedHashMap<>();
    signedBy.put("keyId", signerId);
    signedBy.put("value", signature);
    return signedBy;
  }
}
