package dev.metaagent.observe.doors;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/// The documents of one request, read: those that can be taken, and what is wrong with the others.
final class Sending<T> {

  private static final int MOST_ERRORS = 100;

  private final DoorBody.Documents sent;
  private final List<T> documents = new ArrayList<>();
  private final List<Problems> problems = new ArrayList<>();
  private final List<T> right = new ArrayList<>();

  Sending(DoorBody.Documents sent, BiFunction<JsonNode, Problems, T> reader) {
    this.sent = sent;
    for (JsonNode json : sent.all()) {
      Problems found = new Problems();
      T document = reader.apply(json, found);
      documents.add(document);
      problems.add(found);
      if (!found.any()) {
        right.add(document);
      }
    }
  }

  /// The documents that are well formed, in their order.
  List<T> right() {
    return right;
  }

  T document(int index) {
    return documents.get(index);
  }

  Problems problems(int index) {
    return problems.get(index);
  }

  /// Everything wrong with one document, named from the top of the request.
  List<FieldError> errors(int index, List<FieldError> more) {
    return placed(index, problems.get(index).errors(), more);
  }

  List<FieldError> warnings(int index, List<FieldError> more) {
    return placed(index, problems.get(index).warnings(), more);
  }

  private List<FieldError> placed(int index, List<FieldError> own, List<FieldError> more) {
    List<FieldError> all = new ArrayList<>(own);
    all.addAll(more);
    return all.stream()
        .map(error -> new FieldError(sent.at(index, error.field()), error.message()))
        .toList();
  }

  static MetaAgentException allRefused(List<FieldError> errors) {
    FieldError first = errors.getFirst();
    String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
    return new MetaAgentException(
        ErrorCode.INVALID_FIELD,
        first.field() + ": " + first.message() + more,
        errors.subList(0, Math.min(MOST_ERRORS, errors.size())),
        null,
        null);
  }
}
