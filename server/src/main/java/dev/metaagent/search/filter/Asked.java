package dev.metaagent.search.filter;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is asked of one field: to have any of some values, and none of others. `*` stands for every
/// value: with it a field must have one, or none at all.
public record Asked(List<String> any, List<String> none) {

  public static final String EVERY = "*";
  public static final Asked NOTHING = new Asked(List.of(), List.of());

  public Asked {
    any = List.copyOf(any);
    none = List.copyOf(none);
  }

  public boolean isEmpty() {
    return any.isEmpty() && none.isEmpty();
  }

  /// Whether it names values that an index can lead to.
  public boolean names() {
    return !any.isEmpty() && !any.contains(EVERY);
  }

  /// The one value that is asked for; null when there is none, or more than one.
  public @Nullable String single() {
    return names() && any.size() == 1 ? any.getFirst() : null;
  }

  /// The same question in values as they are stored.
  Asked stored(UnaryOperator<String> form) {
    return new Asked(each(any, form), each(none, form));
  }

  private static List<String> each(List<String> values, UnaryOperator<String> form) {
    Stream<String> stored =
        values.stream().map(value -> value.equals(EVERY) ? value : form.apply(value));
    return stored.distinct().toList();
  }
}
