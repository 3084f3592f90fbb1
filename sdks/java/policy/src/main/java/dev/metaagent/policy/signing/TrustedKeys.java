package dev.metaagent.policy.signing;

import dev.metaagent.policy.json.Canonical;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The public keys whose signatures count, by their ids. Immutable.
public final class TrustedKeys {

  private final Map<String, PublicKey> keys;

  private TrustedKeys(Map<String, PublicKey> keys) {
    this.keys = keys;
  }

  /// Public keys in base64url; what is no key is left out.
  public static TrustedKeys of(Collection<String> publicKeys) {
    Map<String, PublicKey> keys = new LinkedHashMap<>();
    for (String text : publicKeys) {
      PublicKey key = Ed25519.readPublicKey(text.strip());
      if (key != null) {
        keys.put(Ed25519.keyId(key), key);
      }
    }
    return new TrustedKeys(Map.copyOf(keys));
  }

  /// The pinned keys are trusted; without any those known from before; without these the first ones
  /// that a server names. A key that a trusted one signed is trusted too.
  public static TrustedKeys of(
      Collection<String> pinned, Collection<String> known, List<KeyItem> items) {
    TrustedKeys start = of(pinned.isEmpty() ? known : pinned);
    Map<String, PublicKey> offered = offered(items);
    boolean first = pinned.isEmpty() && known.isEmpty();
    Map<String, PublicKey> keys = new LinkedHashMap<>(first ? offered : start.keys);
    boolean grown = true;
    while (grown) {
      grown = false;
      for (KeyItem item : items) {
        PublicKey key = offered.get(item.keyId());
        if (key != null && !keys.containsKey(item.keyId()) && isSigned(item, keys)) {
          keys.put(item.keyId(), key);
          grown = true;
        }
      }
    }
    return new TrustedKeys(Map.copyOf(keys));
  }

  /// Keys of Ed25519 under their own ids.
  private static Map<String, PublicKey> offered(List<KeyItem> items) {
    Map<String, PublicKey> offered = new LinkedHashMap<>();
    for (KeyItem item : items) {
      PublicKey key =
          item.algorithm().equals(Ed25519.NAME) ? Ed25519.readPublicKey(item.publicKey()) : null;
      if (key != null && Ed25519.keyId(key).equals(item.keyId())) {
        offered.put(item.keyId(), key);
      }
    }
    return offered;
  }

  private static boolean isSigned(KeyItem item, Map<String, PublicKey> keys) {
    PublicKey signer = item.signerId() == null ? null : keys.get(item.signerId());
    String signature = item.signature();
    return signer != null
        && signature != null
        && Ed25519.verify(signer, item.signedBytes(), signature);
  }

  public Set<String> keyIds() {
    return keys.keySet();
  }

  /// The public keys in base64url, to be kept.
  public List<String> publicKeys() {
    List<String> texts = new ArrayList<>();
    keys.values().forEach(key -> texts.add(Ed25519.write(Ed25519.bytes(key.getEncoded()))));
    return texts;
  }

  public boolean trusts(String keyId) {
    return keys.containsKey(keyId);
  }

  /// Whether `signature`, in base64url, is that of a trusted key over the canonical form of a plain
  /// value.
  public boolean verify(String keyId, String signature, @Nullable Object value) {
    PublicKey key = keys.get(keyId);
    return key != null && Ed25519.verify(key, Canonical.bytes(value), signature);
  }
}
