package dev.metaagent.search.query;

/// Which words a search may look at.
public enum WordIndex {
  /// Those of names, errors and bodies: for who may read bodies.
  ALL("words"),
  /// Those of names and errors.
  WITHOUT_BODIES("plain_words");

  private final String column;

  WordIndex(String column) {
    this.column = column;
  }

  /// The column of execution_words.
  String column() {
    return column;
  }

  /// The function that finds rare words by their index.
  String indexed() {
    return "metaagent_" + column + "_indexed";
  }

  /// The function that looks through the newest executions, for common words.
  String newest() {
    return "metaagent_" + column + "_newest";
  }
}
