package dev.metaagent.ingest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.metaagent.ingest.webhooks.Signature.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The signatures here were made apart from this code, with Python's hmac and the published
/// reference vector of Standard Webhooks.
class SignatureTest {

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
  private static final Instant AT = Instant.ofEpochSecond(1_614_265_330);
  private static final String OWN =
      "t=1614265330,v1=2e37df5d4a028c51a7f3133d64ae1e300d2c2c900f1b1d49d4369ad2530f8964";
  private static final Map<String, String> STANDARD =
      Map.of(
          "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
          "webhook-timestamp", "1614265330",
          "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

  private static Verdict check(
      Map<String, String> headers, byte[] body, String secret, Instant now) {
    return Signature.check(headers::get, body, List.of("whsec_b3RoZXI=", secret), now, WINDOW);
  }

  private static Verdict own(String header) {
    return check(Map.of(Signature.HEADER, header), BODY, SECRET, AT);
  }

  @Test
  void bothFormsAreAccepted() {
    assertThat(own(OWN)).isInstanceOf(Verdict.Valid.class);
    assertThat(check(STANDARD, BODY, SECRET, AT)).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() {
    assertThat(own("v1=00ff, " + OWN)).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void anotherBodySecretOrTimeIsNotAccepted() {
    assertThat(own(OWN.replace("t=1614265330", "t=1614265331"))).isInstanceOf(Verdict.Wrong.class);
    byte[] other = "{\"test\":2432232314}".getBytes(StandardCharsets.UTF_8);
    assertThat(check(STANDARD, other, SECRET, AT)).isInstanceOf(Verdict.Wrong.class);
    assertThat(check(STANDARD, BODY, "whsec_AAAA", AT)).isInstanceOf(Verdict.Wrong.class);
  }

  @Test
  void anOldSignatureIsNotAcceptedAndSaysHowOldItIs() {
    Map<String, String> headers = Map.of(Signature.HEADER, OWN);
    assertThat(check(headers, BODY, SECRET, AT.plusSeconds(300))).isInstanceOf(Verdict.Valid.class);
    assertThat(check(headers, BODY, SECRET, AT.plusSeconds(301)))
        .isInstanceOfSatisfying(
            Verdict.Wrong.class, wrong -> assertThat(wrong.problem()).contains("301 seconds old"));
    assertThat(check(headers, BODY, SECRET, AT.minusSeconds(301)))
        .isInstanceOfSatisfying(
            Verdict.Wrong.class,
            wrong -> assertThat(wrong.problem()).contains("301 seconds ahead"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "t=1614265330",
        "v1=00",
        "t=now,v1=00",
        "t=1614265330,v1=zz",
        "t=99999999999999999999,v1=00",
        "t=9223372036854775807,v1=00",
        ",,,,=,="
      })
  void whatIsNoSignatureIsRefusedWithoutAFault(String header) {
    assertThat(own(header)).isInstanceOf(Verdict.Wrong.class);
  }

  @Test
  void aRequestWithoutOneIsToldHowToSign() {
    assertThat(check(Map.of(), BODY, SECRET, AT))
        .isInstanceOfSatisfying(
            Verdict.Wrong.class, wrong -> assertThat(wrong.remedy()).contains(Signature.HEADER));
  }
}
