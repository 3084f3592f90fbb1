package dev.metaagent.access.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.access.BytesInFlight;
import dev.metaagent.access.TimedBody;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/// How much of a body is read, and for how long.
class RequestBodiesTest {

  private static final long MIB = 1024 * 1024;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final BytesInFlight inFlight = new BytesInFlight(8 * MIB, 16 * MIB, meters);

  private MockHttpServletRequest request(int bytes) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/keys");
    request.setContent(new byte[bytes]);
    request.setAttribute(BytesInFlight.Share.class.getName(), inFlight.share());
    return request;
  }

  /// A request that does not say how long it is.
  private MockHttpServletRequest chunked(int bytes) {
    MockHttpServletRequest request =
        new MockHttpServletRequest("POST", "/api/v1/keys") {
          @Override
          public long getContentLengthLong() {
            return -1;
          }
        };
    request.setContent(new byte[bytes]);
    request.setAttribute(BytesInFlight.Share.class.getName(), inFlight.share());
    return request;
  }

  private static void refused(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MetaAgentException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aBodyOfTheLimitIsReadAndOneByteMoreIsRefused() throws IOException {
    assertThat(new SizeLimitedRequest(request(100), 100).getInputStream().readAllBytes())
        .hasSize(100);
    refused(() -> new SizeLimitedRequest(request(101), 100), ErrorCode.PAYLOAD_TOO_LARGE);
  }

  @Test
  void whatAHeaderPromisesIsNotBelieved() throws IOException {
    ServletInputStream body = new SizeLimitedRequest(chunked(101), 100).getInputStream();
    refused(body::readAllBytes, ErrorCode.PAYLOAD_TOO_LARGE);
    ServletInputStream single = new SizeLimitedRequest(chunked(3), 2).getInputStream();
    assertThat(single.read()).isZero();
    assertThat(single.read()).isZero();
    refused(single::read, ErrorCode.PAYLOAD_TOO_LARGE);
  }

  @Test
  void charactersAreBoundedLikeBytes() {
    refused(
        () -> new SizeLimitedRequest(chunked(101), 100).getReader().read(new char[200]),
        ErrorCode.PAYLOAD_TOO_LARGE);
  }

  @Test
  void whoIsNotKnownMaySendLittle() throws IOException {
    refused(
        () -> SizeLimitedRequest.of(request(17 * 1024), false, MIB), ErrorCode.PAYLOAD_TOO_LARGE);
    assertThat(SizeLimitedRequest.of(request(17 * 1024), true, MIB).getInputStream().readAllBytes())
        .hasSize(17 * 1024);
  }

  @Test
  void whatIsReadCountsFourTimesAsHeap() throws IOException {
    HttpServletRequest request = new SizeLimitedRequest(request(50_000), MIB);
    assertThat(request.getInputStream().readAllBytes()).hasSize(50_000);
    assertThat(meters.get("metaagent.bodies.in.flight.bytes").gauge().value()).isEqualTo(200_000);
    BytesInFlight.of(request).close();
    assertThat(meters.get("metaagent.bodies.in.flight.bytes").gauge().value()).isZero();
  }

  @Test
  void aBodyThatTakesTooLongIsRefused() throws IOException {
    TimedBody timed = new TimedBody(request(3), Duration.ofMinutes(1));
    assertThat(timed.getInputStream().readAllBytes()).hasSize(3);
    ServletInputStream late = new TimedBody(request(3), Duration.ofNanos(-1)).getInputStream();
    refused(late::read, ErrorCode.REQUEST_TIMEOUT);
  }

  @Test
  void theEndOfABodyThatWasReadInTimeIsNoFault() throws IOException {
    assertThat(new TimedBody(request(0), Duration.ofNanos(-1)).getInputStream().read())
        .isEqualTo(-1);
  }

  @Test
  void timeIsShortenedAndNeverMadeLonger() throws IOException {
    MockHttpServletRequest request = request(3);
    TimedBody timed = new TimedBody(request, Duration.ofNanos(-1));
    request.setAttribute(TimedBody.class.getName(), timed);
    TimedBody.shorten(request);
    refused(() -> timed.getInputStream().read(), ErrorCode.REQUEST_TIMEOUT);
  }

  @Test
  void anErrorOfTelemetryIsAStatusInTheTypeOfTheRequest() throws IOException {
    MockHttpServletResponse json = new MockHttpServletResponse();
    OtlpStatus.write(json, "application/json; charset=utf-8", "say \"no\" \\ stop");
    assertThat(json.getContentType()).isEqualTo("application/json");
    assertThat(json.getContentAsString(StandardCharsets.UTF_8))
        .isEqualTo("{\"message\":\"say \\\"no\\\" \\\\ stop\"}");

    MockHttpServletResponse protobuf = new MockHttpServletResponse();
    OtlpStatus.write(protobuf, "application/x-protobuf", "no");
    assertThat(protobuf.getContentType()).isEqualTo("application/x-protobuf");
    assertThat(protobuf.getContentAsByteArray()).containsExactly(0x12, 2, 'n', 'o');
  }

  @Test
  void aLongMessageHasItsLengthInTwoBytes() throws Exception {
    byte[] status = OtlpStatus.protobuf("x".repeat(300));
    assertThat(com.google.rpc.Status.parseFrom(status).getMessage()).isEqualTo("x".repeat(300));
  }
}
