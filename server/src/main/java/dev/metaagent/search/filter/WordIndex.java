package dev.metaagent.search.filter;

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
  public String column() {
    return column;
  }

  /// The function that finds rare words by their index.
  public String indexed() {
    return "metaagent_" + column + "_indexed";
  }

  /// The function that looks through the newest executions, for common words.
  public String newest() {
    return "metaagent_" + column + "_newest";
  }
}
