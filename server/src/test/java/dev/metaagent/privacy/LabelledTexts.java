package dev.metaagent.privacy;

import dev.metaagent.testing.Captures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Texts of others with labelled values: every `*.json` of a folder is an array of `{text, spans:
/// [{type, start, end}]}`, as presidio-research writes them.
record LabelledTexts(List<Corpus.Text> texts) {

  private static final Map<String, String> STRUCTURED =
      Map.of(
          "EMAIL_ADDRESS", "email",
          "PHONE_NUMBER", "phone",
          "CREDIT_CARD", "card",
          "IBAN_CODE", "iban",
          "US_SSN", "us_ssn",
          "IP_ADDRESS", "ip_address",
          "US_DRIVER_LICENSE", "driver_licence");

  /// Those beside the repository.
  static Optional<LabelledTexts> shared() throws IOException {
    Optional<Path> folder =
        Captures.sharedData().map(data -> data.resolve("pii")).filter(Files::isDirectory);
    return folder.isEmpty() ? Optional.empty() : Optional.of(in(folder.get()));
  }

  static LabelledTexts in(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    List<Corpus.Text> texts = new ArrayList<>();
    for (Path file : files) {
      for (JsonNode entry : JsonMapper.shared().readTree(Files.readAllBytes(file))) {
        texts.add(text(entry));
      }
    }
    return new LabelledTexts(texts);
  }

  private static Corpus.Text text(JsonNode entry) {
    List<Scores.Label> labels = new ArrayList<>();
    for (JsonNode span : entry.get("spans")) {
      String type = span.get("type").asString();
      String kind = type.equals("PERSON") ? "person" : STRUCTURED.get(type);
      if (kind != null) {
        labels.add(new Scores.Label(kind, span.get("start").asInt(), span.get("end").asInt()));
      }
    }
    return new Corpus.Text(entry.get("text").asString(), labels);
  }

  /// Classes with a structure, by the standard policy.
  Scores structured() {
    Scores scores = new Scores(Texts.POLICY);
    texts.forEach(text ->
        scores.measure(
            text.text(),
            text.labels().stream().filter(label -> !label.kind().equals("person")).toList()));
    return scores;
  }

  /// Names of people, by a policy that looks for them; what else is found counts for nothing here.
  Scores persons() {
    Scores scores = new Scores(Texts.WITH_PERSONS);
    texts.forEach(text -> scores.measure(text.text(), text.labels()));
    return scores.only("person");
  }

  long characters() {
    return texts.stream().mapToLong(text -> text.text().length()).sum();
  }
}
