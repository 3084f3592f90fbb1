package dev.metaagent.web;

import dev.metaagent.kernel.ElsewhereException;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;

/// The one place where a failure becomes an answer.
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);
  private static final long AWAY_SECONDS = 5;

  private final Pages pages;

  ProblemHandler(Pages pages) {
    this.pages = pages;
  }

  @ExceptionHandler
  ResponseEntity<Problem> ours(MetaAgentException e) {
    if (e.code().type() == ErrorCode.Type.OURS) {
      log.error("a request failed", e);
    }
    HttpHeaders headers = new HttpHeaders();
    if (e.retryAfter() != null) {
      headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, e.retryAfter().toSeconds())));
    }
    Problem problem =
        Problem.of(e.code(), e.code().status(), String.valueOf(e.getMessage()), e.errors());
    return answer(
        e instanceof ElsewhereException there ? problem.in(there.organization()) : problem,
        headers);
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<Problem> database(RuntimeException e) {
    String state = sqlState(e);
    if (state != null && state.startsWith("22")) {
      return answer(
          Problem.of(
              ErrorCode.INVALID_REQUEST, "A value of the request cannot be compared or stored."),
          new HttpHeaders());
    }
    if (state == null ? e instanceof TransactionException || passing(e) : passing(state)) {
      log.warn("the database does not serve: {}", rootMessage(e));
      HttpHeaders headers = new HttpHeaders();
      headers.set(HttpHeaders.RETRY_AFTER, Long.toString(AWAY_SECONDS));
      return answer(
          Problem.of(
              ErrorCode.DATABASE_UNAVAILABLE,
              "The database is unavailable; nothing was changed. Try again."),
          headers);
    }
    return unexpected(e);
  }

  /// Classes of SQLSTATE that pass: connection, resources (disk full, too many connections),
  /// shutdown and cancelled statements, conflicts between transactions.
  private static boolean passing(String state) {
    return Stream.of("08", "53", "57", "58", "40", "55").anyMatch(state::startsWith);
  }

  private static boolean passing(Throwable e) {
    return e instanceof org.springframework.jdbc.CannotGetJdbcConnectionException
        || e instanceof org.springframework.dao.TransientDataAccessException
        || e instanceof org.springframework.dao.DataAccessResourceFailureException;
  }

  private static @Nullable String sqlState(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return null;
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<Problem> unreadable(HttpMessageNotReadableException e) {
    MetaAgentException inner = inside(e);
    if (inner != null) {
      return ours(inner);
    }
    if (e.getCause() instanceof JacksonException json && !json.getPath().isEmpty()) {
      String field = path(json);
      return field(
          field,
          json instanceof UnstorableText ? UnstorableText.EXPECTED : "this value cannot be read");
    }
    return answer(
        Problem.of(ErrorCode.INVALID_REQUEST, "The body is missing or is not valid JSON."),
        new HttpHeaders());
  }

  private static @Nullable MetaAgentException inside(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof MetaAgentException inner) {
        return inner;
      }
    }
    return null;
  }

  private static String path(JacksonException json) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : json.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }

  /// Query strings that the container cannot take apart: a parameter without a name, a broken
  /// escape, too many of them.
  @ExceptionHandler
  ResponseEntity<Problem> unreadable(InvalidParameterException e) {
    return answer(
        Problem.of(ErrorCode.INVALID_REQUEST, "The query string cannot be read."),
        new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Problem> mismatch(MethodArgumentTypeMismatchException e) {
    MetaAgentException inner = inside(e);
    if (inner != null) {
      return ours(inner);
    }
    Class<?> type = e.getRequiredType();
    return field(e.getName(), type == null ? "another form" : ExpectedForms.of(type));
  }

  @ExceptionHandler
  ResponseEntity<Problem> mismatch(TypeMismatchException e) {
    String name = e.getPropertyName();
    Class<?> type = e.getRequiredType();
    return field(
        name == null ? "value" : name, type == null ? "another form" : ExpectedForms.of(type));
  }

  @ExceptionHandler
  ResponseEntity<Problem> missing(MissingServletRequestParameterException e) {
    return field(e.getParameterName(), "is needed");
  }

  @ExceptionHandler
  ResponseEntity<Problem> invalid(MethodArgumentNotValidException e) {
    return fields(
        e.getBindingResult().getFieldErrors().stream()
            .map(error ->
                new FieldError(error.getField(), String.valueOf(error.getDefaultMessage())))
            .toList());
  }

  @ExceptionHandler
  ResponseEntity<Problem> invalid(HandlerMethodValidationException e) {
    return fields(
        e.getParameterValidationResults().stream()
            .flatMap(result ->
                result.getResolvableErrors().stream()
                    .map(error ->
                        new FieldError(
                            String.valueOf(result.getMethodParameter().getParameterName()),
                            String.valueOf(error.getDefaultMessage()))))
            .toList());
  }

  @ExceptionHandler
  ResponseEntity<?> unknown(NoResourceFoundException e, HttpServletRequest request) {
    ResponseEntity<?> page = pages.notFound(request);
    return page != null
        ? page
        : answer(
            Problem.of(ErrorCode.NOT_FOUND, request.getRequestURI() + " does not exist"),
            new HttpHeaders());
  }

  /// The reader went away: there is nobody to answer.
  @ExceptionHandler
  void gone(AsyncRequestNotUsableException e) {
    log.debug("the reader went away", e);
  }

  @ExceptionHandler
  ResponseEntity<Problem> unexpected(Exception e) {
    if (e instanceof ErrorResponse known) {
      return springs(known, e);
    }
    log.error("a request failed", e);
    return answer(
        Problem.of(ErrorCode.INTERNAL, "Something failed here. The log of the server says what."),
        new HttpHeaders());
  }

  private static ResponseEntity<Problem> springs(ErrorResponse known, Exception e) {
    HttpStatusCode status = known.getStatusCode();
    ErrorCode code =
        switch (status.value()) {
          case 404 -> ErrorCode.NOT_FOUND;
          case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
          case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
          case 415 -> ErrorCode.UNSUPPORTED_MEDIA_TYPE;
          case 503 -> ErrorCode.DATABASE_UNAVAILABLE;
          default -> status.is4xxClientError() ? ErrorCode.INVALID_REQUEST : ErrorCode.INTERNAL;
        };
    if (code == ErrorCode.INTERNAL) {
      log.error("a request failed", e);
    }
    HttpHeaders headers = new HttpHeaders();
    if (e instanceof HttpRequestMethodNotSupportedException method
        && method.getSupportedHttpMethods() != null) {
      headers.setAllow(method.getSupportedHttpMethods());
    }
    String detail = known.getBody().getDetail();
    return answer(
        Problem.of(
            code,
            status.value(),
            detail == null ? String.valueOf(known.getBody().getTitle()) : detail,
            List.of()),
        headers);
  }

  private static ResponseEntity<Problem> field(String name, String expected) {
    return fields(List.of(new FieldError(name, expected)));
  }

  private static ResponseEntity<Problem> fields(List<FieldError> errors) {
    String detail =
        errors.isEmpty()
            ? "The request is not valid."
            : errors.getFirst().field() + ": " + errors.getFirst().message();
    return answer(
        Problem.of(ErrorCode.INVALID_FIELD, ErrorCode.INVALID_FIELD.status(), detail, errors),
        new HttpHeaders());
  }

  private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return ResponseEntity.status(problem.status()).headers(headers).body(problem);
  }
}
