package dev.metaagent.privacy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/// Sentences with phone numbers of 67 countries, as people write them: the forms of libphonenumber
/// with other separators, with extensions, beside words of four languages.
final class PhoneFormats {

  /// The numbers of one country, from inside and from abroad.
  record Country(String code, List<String> national, List<String> international) {}

  private static final List<String> SENTENCES =
      List.of(
          "Please call me at %s when you can.",
          "You can reach us on %s from nine to five.",
          "They're not answering at %s today.",
          "My mobile is %s.",
          "Phone: %s",
          "Tel. %s / mail follows",
          "fax %s, office closed",
          "Could you text me on %s?",
          "{\"phone\":\"%s\",\"retries\":3}",
          "{\"customer\":{\"mobile_number\": \"%s\"}}",
          "I would like to stop receiving messages to %s",
          "Dial %s and ask for Ms. Brown",
          "%s (mobile)",
          "%s is my cell number",
          "my number is %s, thanks",
          "Rufen Sie mich bitte unter %s an.",
          "Telefon: %s",
          "Meine Handynummer lautet %s",
          "Sie erreichen uns unter %s",
          "Appelez-moi au %s, merci",
          "Téléphone : %s",
          "vous pouvez me joindre au %s",
          "Mi teléfono es %s",
          "Llámame al %s por favor",
          "Contacto: móvil %s");

  private static final List<String> BARE =
      List.of("%s", "see %s, thanks", "{\"note\":\"%s\"}", "Anna, %s\nBerlin", "<%s>", "(%s)");

  private static final List<String> EXTENSIONS =
      List.of(
          "x123",
          " x123",
          "x 45",
          " ext. 45",
          " ext 4567",
          " ext.12",
          ", ext. 45",
          " extension 12",
          ";ext=45",
          " #45",
          " (ext. 12)",
          " Ext: 12",
          " Durchwahl 12",
          " DW 12",
          " poste 12",
          " ext.: 123",
          " ramal 12",
          " int. 12");

  private final Random random;

  PhoneFormats(long seed) {
    this.random = new Random(seed);
  }

  static List<Country> countries() {
    try (InputStream file = PhoneFormats.class.getResourceAsStream("/privacy/phones.txt")) {
      String all = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return all.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\\|"))
          .map(parts ->
              new Country(parts[0], List.of(parts[1], parts[3]), List.of(parts[2], parts[4])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// National numbers beside a word, in every form.
  List<Corpus.Text> national() {
    List<Corpus.Text> texts = new ArrayList<>();
    for (Country country : countries()) {
      for (String number : country.national()) {
        for (String form : forms(drawn(number))) {
          texts.add(text(one(SENTENCES), form));
        }
        texts.add(text(one(SENTENCES), drawn(number) + one(EXTENSIONS)));
      }
    }
    return texts;
  }

  /// International numbers, with and without a word.
  List<Corpus.Text> international() {
    List<Corpus.Text> texts = new ArrayList<>();
    for (Country country : countries()) {
      for (String number : country.international()) {
        for (String form : abroad(drawn(number))) {
          texts.add(text(random.nextBoolean() ? one(SENTENCES) : one(BARE), form));
        }
        texts.add(text(one(SENTENCES), drawn(number) + one(EXTENSIONS)));
      }
    }
    return texts;
  }

  private static List<String> forms(String number) {
    List<String> forms = new ArrayList<>(List.of(number, number.replaceAll("\\D", "")));
    if (number.indexOf('(') < 0) {
      forms.add(number.replace(' ', '-'));
      forms.add(number.replace('-', ' '));
      if (number.split("[ -]").length > 2 || number.startsWith("0")) {
        forms.add(number.replaceAll("[ -]", "."));
      }
      forms.add(number.replaceFirst("[ -]", "/"));
      forms.add(number.replace(' ', '\u00A0'));
      forms.add(number.replace('-', '\u2011').replace(' ', '\u2011'));
      forms.add(number.replaceFirst("^(\\d+)[ -]", "($1) "));
    }
    // a local number of six digits or less in one block is nobody's to find
    forms.removeIf(form -> form.matches("\\d{1,6}"));
    return forms;
  }

  private static List<String> abroad(String number) {
    return List.of(
        number,
        number.replaceAll("[ -]", ""),
        number.replace(' ', '-'),
        number.replaceAll("[ -]", "."),
        "tel:" + number.replaceAll("[ ]", "-"),
        number.replaceFirst("^\\+(\\d\\d+)[ -]", "+$1 (0)"),
        number.replaceFirst("^\\+(\\d+)", "(+$1)"),
        number.replaceFirst("^\\+", "00"),
        number.replaceFirst("^\\+", "011 "));
  }

  /// The same with other last digits.
  private String drawn(String number) {
    StringBuilder drawn = new StringBuilder(number);
    int left = 4;
    for (int i = drawn.length() - 1; i >= 0 && left > 0; i--) {
      if (Character.isDigit(drawn.charAt(i))) {
        drawn.setCharAt(i, (char) ('0' + random.nextInt(10)));
        left--;
      }
    }
    return drawn.toString();
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  static Corpus.Text text(String sentence, String value) {
    int at = sentence.indexOf("%s");
    int skip = value.startsWith("tel:") ? 4 : 0;
    return new Corpus.Text(
        sentence.replace("%s", value),
        List.of(new Scores.Label("phone", at + skip, at + value.length())));
  }
}
