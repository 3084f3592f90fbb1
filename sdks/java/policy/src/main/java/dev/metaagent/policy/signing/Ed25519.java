package dev.metaagent.policy.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Ed25519 (RFC 8032) over keys of 32 bytes, with the cryptography of the JDK.
final class Ed25519 {

  static final String NAME = "Ed25519";

  /// What stands before the 32 bytes in DER (RFC 8410).
  private static final byte[] PUBLIC = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final byte[] PRIVATE = HexFormat.of().parseHex("302e020100300506032b657004220420");

  private Ed25519() {}

  static PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
    return KeyFactory.getInstance(NAME)
        .generatePublic(new X509EncodedKeySpec(joined(PUBLIC, bytes)));
  }

  static PrivateKey privateKey(byte[] bytes) throws GeneralSecurityException {
    return KeyFactory.getInstance(NAME)
        .generatePrivate(new PKCS8EncodedKeySpec(joined(PRIVATE, bytes)));
  }

  /// The last 32 bytes of the DER form are the key itself.
  static byte[] bytes(byte[] der) {
    return Arrays.copyOfRange(der, der.length - 32, der.length);
  }

  static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance(NAME);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK cannot sign with Ed25519", e);
    }
  }

  /// Whether `value`, in base64url, is the signature of the message; false for what is no signature
  /// at all.
  static boolean verify(PublicKey key, byte[] message, String value) {
    try {
      Signature signature = Signature.getInstance(NAME);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(Base64.getUrlDecoder().decode(value));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /// A public key of 32 bytes in base64url; null if the text is none.
  static @Nullable PublicKey readPublicKey(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return bytes.length == 32 ? publicKey(bytes) : null;
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no Ed25519", e);
    }
  }

  static String write(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// The first 16 hexadecimal digits of SHA-256 of the 32 bytes.
  static String keyId(PublicKey key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(key.getEncoded()));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] joined(byte[] head, byte[] key) throws InvalidKeySpecException {
    if (key.length != 32) {
      throw new InvalidKeySpecException("a key has 32 bytes, not " + key.length);
    }
    byte[] der = Arrays.copyOf(head, head.length + key.length);
    System.arraycopy(key, 0, der, head.length, key.length);
    return der;
  }
}
