package dev.metaagent.ingest.json;

import dev.metaagent.access.RecentAttempts;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.kernel.MetaAgentException.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The documents of one request: the valid ones are stored together, and each gets a result of its
/// own.
final class SubmittedDocuments<T> {

  private static final int MOST_ERRORS = 100;

  private final JsonBody.Documents sent;
  private final List<T> documents = new ArrayList<>();
  private final List<DocumentProblems> problems = new ArrayList<>();

  SubmittedDocuments(JsonBody.Documents sent, BiFunction<JsonNode, DocumentProblems, T> reader) {
    this.sent = sent;
    for (JsonNode json : sent.all()) {
      DocumentProblems found = new DocumentProblems();
      documents.add(reader.apply(json, found));
      problems.add(found);
    }
  }

  /// Stores the documents.
  ///
  /// @param id the id of an invalid document in the response
  /// @throws MetaAgentException when all were refused
  SubmissionResult.All take(
      HttpServletRequest request,
      Function<T, @Nullable String> id,
      Function<List<T>, List<SubmissionResult>> taking) {
    List<T> right = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      if (!problems.get(i).any()) {
        right.add(documents.get(i));
      }
    }
    List<SubmissionResult> all = right.isEmpty() ? List.of() : taking.apply(right);
    Iterator<SubmissionResult> taken = all.iterator();
    List<SubmissionResult> items = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      DocumentProblems found = problems.get(i);
      SubmissionResult item =
          found.any() ? SubmissionResult.refused(id.apply(documents.get(i))) : taken.next();
      items.add(
          item.at(
              i,
              placed(i, found.errors(), item.errors()),
              placed(i, found.warnings(), item.warnings())));
    }
    long refused = items.stream().filter(SubmissionResult::refused).count();
    request.setAttribute(RecentAttempts.SPANS, (int) (items.size() - refused));
    if (refused == items.size()) {
      throw allRefused(request, items);
    }
    return new SubmissionResult.All(items);
  }

  private List<FieldError> placed(int index, List<FieldError> own, List<FieldError> more) {
    List<FieldError> all = new ArrayList<>(own);
    all.addAll(more);
    return all.stream()
        .map(error -> new FieldError(sent.at(index, error.field()), error.message()))
        .toList();
  }

  private static MetaAgentException allRefused(
      HttpServletRequest request, List<SubmissionResult> items) {
    List<FieldError> errors =
        items.stream().flatMap(item -> item.errors().stream()).limit(MOST_ERRORS).toList();
    FieldError first = errors.getFirst();
    String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
    String detail = first.field() + ": " + first.message() + more;
    request.setAttribute(RecentAttempts.PROBLEM, detail);
    return new MetaAgentException(ErrorCode.INVALID_FIELD, detail, errors, null, null);
  }
}
