package dev.metaagent.fleet.agency;

/// An answer of a model that the program behind it cannot use.
abstract class OutputFormatException extends Exception {

  private static final long serialVersionUID = 1L;

  OutputFormatException(String message) {
    super(message);
  }

  /// It is no JSON.
  static final class JsonParseException extends OutputFormatException {

    private static final long serialVersionUID = 1L;

    JsonParseException(String message) {
      super(message);
    }
  }

  /// A field that is needed is not there.
  static final class MissingFieldException extends OutputFormatException {

    private static final long serialVersionUID = 1L;

    MissingFieldException(String field) {
      super("there is no field \"" + field + "\"");
    }
  }
}
