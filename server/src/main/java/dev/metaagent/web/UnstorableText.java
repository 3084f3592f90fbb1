package dev.metaagent.web;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/// A text of a request body that PostgreSQL cannot store.
final class UnstorableText extends MismatchedInputException {

  static final String EXPECTED = "is text without NUL (U+0000) and without half a surrogate pair";

  UnstorableText(JsonParser parser) {
    super(parser, EXPECTED);
  }
}
