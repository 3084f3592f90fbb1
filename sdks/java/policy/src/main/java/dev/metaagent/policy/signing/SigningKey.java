package dev.metaagent.policy.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.metaagent.policy.json.Canonical;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A key with which a server signs policies. Its text shows no secret.
public final class SigningKey {

  private final PrivateKey secret;
  private final PublicKey open;

  private SigningKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = open;
  }

  public static SigningKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(Ed25519.NAME).generateKeyPair();
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no Ed25519", e);
    }
  }

  /// The key of a seed of 32 bytes, always the same for a seed.
  public static SigningKey ofSeed(byte[] seed) {
    if (seed.length != 32) {
      throw new IllegalArgumentException("a seed has 32 bytes");
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(Ed25519.NAME);
      generator.initialize(NamedParameterSpec.ED25519, new SeedAsRandom(seed));
      KeyPair pair = generator.generateKeyPair();
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no Ed25519", e);
    }
  }

  /// Gives a generator the seed in place of random bytes: the private key of Ed25519 is its seed.
  private static final class SeedAsRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;
    private final byte[] seed;

    SeedAsRandom(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }

  /// A key that was stored: 32 bytes each. Throws IllegalArgumentException where they are no pair.
  public static SigningKey of(byte[] privateKey, byte[] publicKey) {
    try {
      SigningKey key = new SigningKey(Ed25519.privateKey(privateKey), Ed25519.publicKey(publicKey));
      byte[] message = key.keyId().getBytes(UTF_8);
      if (!Ed25519.verify(key.open, message, Ed25519.write(Ed25519.sign(key.secret, message)))) {
        throw new IllegalArgumentException("the private and the public key are no pair");
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no key of Ed25519", e);
    }
  }

  /// The first 16 hexadecimal digits of SHA-256 of the public key.
  public String keyId() {
    return Ed25519.keyId(open);
  }

  /// 32 bytes, to be stored as a secret.
  public byte[] privateKey() {
    return Ed25519.bytes(secret.getEncoded());
  }

  public byte[] publicKeyBytes() {
    return Ed25519.bytes(open.getEncoded());
  }

  /// The public key in base64url without padding.
  public String publicKey() {
    return Ed25519.write(publicKeyBytes());
  }

  /// `{keyId, value}` over the canonical form of a plain value.
  public Map<String, String> sign(@Nullable Object value) {
    Map<String, String> signature = new LinkedHashMap<>();
    signature.put("keyId", keyId());
    signature.put("value", Ed25519.write(Ed25519.sign(secret, Canonical.bytes(value))));
    return signature;
  }

  /// The document with its `signature`, which replaces one that is there.
  public Map<String, @Nullable Object> signed(Map<String, ? extends @Nullable Object> document) {
    Map<String, @Nullable Object> signed = new LinkedHashMap<>(document);
    signed.remove("signature");
    signed.put("signature", sign(signed));
    return signed;
  }

  @Override
  public String toString() {
    return "SigningKey " + keyId();
  }
}
