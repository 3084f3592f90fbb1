package dev.metaagent.observe.doors;

import dev.metaagent.access.DoorAttempts;
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

/// The documents of one request, read: those that are well formed are taken together, and each gets
/// its own answer.
final class Sending<T> {

  private static final int MOST_ERRORS = 100;

  private final DoorBody.Documents sent;
  private final List<T> documents = new ArrayList<>();
  private final List<Problems> problems = new ArrayList<>();

  Sending(DoorBody.Documents sent, BiFunction<JsonNode, Problems, T> reader) {
    this.sent = sent;
    for (JsonNode json : sent.all()) {
      Problems found = new Problems();
      documents.add(reader.apply(json, found));
      problems.add(found);
    }
  }

  /// Takes the documents.
  ///
  /// @param id what a document that is not well formed is called in the answer
  /// @throws MetaAgentException when all were refused
  SentItem.All take(
      HttpServletRequest request,
      Function<T, @Nullable String> id,
      Function<List<T>, List<SentItem>> taking) {
    List<T> right = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      if (!problems.get(i).any()) {
        right.add(documents.get(i));
      }
    }
    List<SentItem> all = right.isEmpty() ? List.of() : taking.apply(right);
    Iterator<SentItem> taken = all.iterator();
    List<SentItem> items = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      Problems found = problems.get(i);
      SentItem item = found.any() ? SentItem.refused(id.apply(documents.get(i))) : taken.next();
      items.add(
          item.at(
              i,
              placed(i, found.errors(), item.errors()),
              placed(i, found.warnings(), item.warnings())));
    }
    long refused = items.stream().filter(SentItem::refused).count();
    request.setAttribute(DoorAttempts.SPANS, (int) (items.size() - refused));
    if (refused == items.size()) {
      throw allRefused(request, items);
    }
    return new SentItem.All(items);
  }

  private List<FieldError> placed(int index, List<FieldError> own, List<FieldError> more) {
    List<FieldError> all = new ArrayList<>(own);
    all.addAll(more);
    return all.stream()
        .map(error -> new FieldError(sent.at(index, error.field()), error.message()))
        .toList();
  }

  private static MetaAgentException allRefused(HttpServletRequest request, List<SentItem> items) {
    List<FieldError> errors =
        items.stream().flatMap(item -> item.errors().stream()).limit(MOST_ERRORS).toList();
    FieldError first = errors.getFirst();
    String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
    String detail = first.field() + ": " + first.message() + more;
    request.setAttribute(DoorAttempts.PROBLEM, detail);
    return new MetaAgentException(ErrorCode.INVALID_FIELD, detail, errors, null, null);
  }
}
