package dev.metaagent.policy.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.policy.json.Json;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigningTest {

  /// RFC 8032, 7.1, test 1.
  private static final String SECRET =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

  private static final String PUBLIC =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  @Test
  void aStoredKeySignsAsTheOneThatWasStored() {
    SigningKey key = SigningKey.generate();
    SigningKey stored = SigningKey.of(key.privateKey(), key.publicKeyBytes());
    assertThat(stored.sign(Map.of("a", 1))).isEqualTo(key.sign(Map.of("a", 1)));
    assertThat(stored.toString()).doesNotContain(HexFormat.of().formatHex(key.privateKey()));
  }

  @Test
  void signaturesAreThoseOfTheRfc() throws Exception {
    byte[] signature = Ed25519.sign(Ed25519.privateKey(hex(SECRET)), new byte[0]);
    assertThat(HexFormat.of().formatHex(signature)).startsWith("e5564300c360ac729086e2cc806e828a");
    assertThat(
            Ed25519.verify(Ed25519.publicKey(hex(PUBLIC)), new byte[0], Ed25519.write(signature)))
        .isTrue();
  }

  @Test
  void keysThatAreNoPairAreRefused() {
    byte[] other = SigningKey.generate().publicKeyBytes();
    assertThatThrownBy(() -> SigningKey.of(hex(SECRET), other))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SigningKey.of(new byte[5], other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSignedDocumentIsTrustedByItsKeyAndNoOther() {
    SigningKey key = SigningKey.generate();
    Map<String, ?> signed = key.signed(Map.of("a", 1, "signature", "old"));
    Map<?, ?> signature = (Map<?, ?>) signed.get("signature");
    TrustedKeys keys = TrustedKeys.of(List.of(key.publicKey()));
    String value = String.valueOf(signature == null ? null : signature.get("value"));
    assertThat(keys.verify(key.keyId(), value, Map.of("a", 1))).isTrue();
    assertThat(keys.verify(key.keyId(), value, Map.of("a", 2))).isFalse();
    assertThat(keys.verify("other", value, Map.of("a", 1))).isFalse();
  }

  @Test
  void aNewKeyIsTrustedOnceTheOldOneSignedIt() {
    SigningKey old = SigningKey.generate();
    SigningKey next = SigningKey.generate();
    KeyItem item = KeyItem.of(next, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", old);
    KeyItem read = KeyItem.parse("items[0]", Json.parse(Json.write(item.toJson())));
    assertThat(read).isEqualTo(item);
    assertThat(TrustedKeys.of(List.of(old.publicKey()), List.of(), List.of(read)).keyIds())
        .containsExactlyInAnyOrder(old.keyId(), next.keyId());
  }

  @Test
  void whatIsNoKeyIsLeftOut() {
    String text = Base64.getUrlEncoder().encodeToString("too short".getBytes(UTF_8));
    assertThat(TrustedKeys.of(List.of(text, "***", "")).keyIds()).isEmpty();
  }
}
