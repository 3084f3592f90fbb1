package dev.metaagent.web.idempotency;

import dev.metaagent.access.Caller;
import dev.metaagent.access.Endpoint;
import dev.metaagent.access.Endpoints;
import dev.metaagent.access.Principal;
import dev.metaagent.access.ServerSecret;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/// A command with the header Idempotency-Key is done once: sent again within a day by the same
/// caller, it is answered as the first time. Only answers of 2xx are kept, since a command that was
/// refused changed nothing. Runs behind the security filter, so that the caller is known.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 150)
class IdempotencyFilter extends OncePerRequestFilter {

  static final String KEY = "Idempotency-Key";
  static final String REPLAYED = "Idempotency-Replayed";

  private static final Pattern VALID = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final int LARGEST = 1 << 20;

  /// The longest answer that is kept: longer ones are those of trials, which change nothing.
  static final int LONGEST_ANSWER = 1 << 18;

  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration AN_HOUR = Duration.ofHours(1);

  private final Endpoints endpoints;
  private final IdempotencyStore store;
  private final ServerSecret secret;
  private final Clock clock;

  IdempotencyFilter(Endpoints endpoints, IdempotencyStore store, ServerSecret secret, Clock clock) {
    this.endpoints = endpoints;
    this.store = store;
    this.secret = secret;
    this.clock = clock;
  }

  /// Signing in and out sets cookies, which are not part of an answer that is kept.
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getHeader(KEY) == null
        || request.getRequestURI().startsWith("/api/v1/session")
        || Caller.find().isEmpty()
        || command(request).isEmpty();
  }

  private Optional<Endpoint> command(HttpServletRequest request) {
    PathContainer path = PathContainer.parsePath(request.getRequestURI());
    return endpoints.match(request.getMethod(), path)
                instanceof Endpoints.Match.Listed(Endpoint endpoint)
            && endpoint.command()
        ? Optional.of(endpoint)
        : Optional.empty();
  }

  /// Runs and outcomes are recognized by their own ids, too.
  private boolean isTelemetry(HttpServletRequest request) {
    return command(request).filter(endpoint -> endpoint.kind() == Endpoint.Kind.PLAIN).isPresent();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String key = valid(request.getHeader(KEY));
    byte[] body = body(request);
    Principal caller = Caller.current();
    HashedRequest hashed = HashedRequest.of(key, caller, request, body);
    AnswerSeal seal = new AnswerSeal(secret.derive("idempotency/1", caller.organization()), key);
    HttpServletRequest repeatable = new RepeatableBody(request, body);
    boolean telemetry = isTelemetry(request);
    int most = telemetry ? IdempotencyStore.MOST_OF_TELEMETRY : IdempotencyStore.MOST;
    switch (store.claim(hashed, seal, clock.instant(), most)) {
      case Claim.Taken _ -> run(hashed, seal, repeatable, response, chain);
      case Claim.Done(StoredAnswer answer) -> replay(answer, response);
      case Claim.Unfinished _ -> throw unfinished();
      case Claim.Other _ -> throw conflict();
      case Claim.Full _ when telemetry -> chain.doFilter(repeatable, response);
      case Claim.Full _ -> throw full();
    }
  }

  private void run(
      HashedRequest hashed,
      AnswerSeal seal,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    ContentCachingResponseWrapper kept = new ContentCachingResponseWrapper(response);
    boolean done = false;
    try {
      chain.doFilter(request, kept);
      done = kept.getStatus() < 300 && kept.getContentSize() <= LONGEST_ANSWER;
    } finally {
      if (!done) {
        store.release(hashed);
      }
    }
    if (done) {
      store.finish(
          hashed,
          new StoredAnswer(kept.getStatus(), kept.getContentType(), kept.getContentAsByteArray()),
          seal);
    }
    kept.copyBodyToResponse();
  }

  private static void replay(StoredAnswer answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    response.setHeader(REPLAYED, "true");
    if (answer.contentType() != null) {
      response.setContentType(answer.contentType());
    }
    response.getOutputStream().write(answer.body());
  }

  private static byte[] body(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      throw new MetaAgentException(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "With %s the body may have %d bytes.".formatted(KEY, LARGEST));
    }
    return body;
  }

  private static String valid(@Nullable String key) {
    if (key == null || !VALID.matcher(key).matches()) {
      throw MetaAgentException.invalid(
          KEY, "1 to 255 visible ASCII characters, such as a random UUID");
    }
    return key;
  }

  private static MetaAgentException unfinished() {
    return new MetaAgentException(
        ErrorCode.CONFLICT,
        "A request with this "
            + KEY
            + " is being answered, or was cut off. Try again in a moment; if it stays so, look"
            + " whether its effect is there and use a new key.",
        List.of(),
        AGAIN,
        null);
  }

  private static MetaAgentException conflict() {
    return new MetaAgentException(
        ErrorCode.IDEMPOTENCY_CONFLICT,
        "This " + KEY + " was used for another request within a day; use a new one.");
  }

  private static MetaAgentException full() {
    return MetaAgentException.busy(
        ErrorCode.RATE_LIMITED,
        "The organization used %d keys of this kind within a day; send the command without %s."
            .formatted(IdempotencyStore.MOST, KEY),
        AN_HOUR);
  }
}
