package dev.metaagent.privacy;

import dev.metaagent.privacy.detect.DataClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The labelled texts of this repository: formats of several languages and secrets, which are drawn
/// anew for each seed, so that no secret is written down.
final class Corpus {

  /// A text and what is to be found in it.
  record Text(String text, List<Scores.Label> labels) {}

  private static final Pattern LABELLED =
      Pattern.compile("\\[\\[(?<kind>[a-z_]+)\\|(?<value>.*?)]]");
  private static final Pattern DRAWN = Pattern.compile("\\{(?<kind>[AHDULTB])(?<count>\\d+)}");
  private static final String DIGITS = "0123456789";
  private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
  private static final String CAPITAL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private Corpus() {}

  static List<Text> texts(long seed) {
    Random random = new Random(seed);
    List<Text> texts = new ArrayList<>();
    try (InputStream file = Corpus.class.getResourceAsStream("/privacy/corpus.txt")) {
      String all = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      all.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> texts.add(text(line, random)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  /// Only the texts of secrets count as such.
  static boolean secret(String kind) {
    for (DataClass one : DataClass.values()) {
      if (one.id().equals(kind)) {
        return one.group() == DataClass.Group.SECRET;
      }
    }
    return false;
  }

  private static Text text(String line, Random random) {
    StringBuilder text = new StringBuilder();
    List<Scores.Label> labels = new ArrayList<>();
    Matcher labelled = LABELLED.matcher(line);
    int done = 0;
    while (labelled.find()) {
      text.append(plain(line.substring(done, labelled.start())));
      int start = text.length();
      text.append(plain(drawn(labelled.group("value"), random)));
      labels.add(new Scores.Label(labelled.group("kind"), start, text.length()));
      done = labelled.end();
    }
    text.append(plain(line.substring(done)));
    return new Text(text.toString(), labels);
  }

  /// `\n` is a new line where no other backslash stands before it.
  private static String plain(String text) {
    return text.replaceAll("(?<!\\\\)\\\\n", "\n");
  }

  private static String drawn(String value, Random random) {
    return DRAWN
        .matcher(value)
        .replaceAll(
            match -> draw(match.group(1).charAt(0), Integer.parseInt(match.group(2)), random));
  }

  private static String draw(char kind, int count, Random random) {
    String from =
        switch (kind) {
          case 'H' -> DIGITS + "abcdef";
          case 'D' -> DIGITS;
          case 'U' -> CAPITAL + "234567";
          case 'L' -> SMALL;
          case 'T' -> SMALL + CAPITAL + DIGITS + "-_";
          case 'B' -> SMALL + CAPITAL + DIGITS + "+/";
          default -> SMALL + CAPITAL + DIGITS;
        };
    StringBuilder text = new StringBuilder();
    String ends = kind == 'T' ? SMALL + CAPITAL + DIGITS : from;
    for (int i = 0; i < count; i++) {
      String some = i == 0 || i == count - 1 ? ends : from;
      text.append(some.charAt(random.nextInt(some.length())));
    }
    return text.toString();
  }
}
