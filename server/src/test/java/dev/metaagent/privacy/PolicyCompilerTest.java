package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import dev.metaagent.privacy.detect.DataClass;
import dev.metaagent.privacy.detect.Treatment;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Choices of an organization: checked, and put to work.
class PolicyCompilerTest {

  private static final byte[] KEY =
      "a key of thirty-two bytes, no less".getBytes(StandardCharsets.UTF_8);

  private static PrivacyPolicy policy(PolicyChoices choices) {
    return PolicyCompiler.of(choices, KEY);
  }

  private static PolicyChoices classes(Map<String, String> classes) {
    return new PolicyChoices(classes, null, null, null);
  }

  private static PolicyChoices attribute(String key, String action) {
    return new PolicyChoices(null, null, List.of(new PolicyChoices.OfAttribute(key, action)), null);
  }

  private static PolicyChoices pattern(String id, String pattern, String action) {
    return new PolicyChoices(
        null, null, null, List.of(new PolicyChoices.OfPattern(id, null, pattern, action)));
  }

  private static String clean(PrivacyPolicy policy, String text) {
    return new TextCleaner(policy, null).clean(text, 0);
  }

  private static List<String> wrong(PolicyChoices choices) {
    List<String> fields = new java.util.ArrayList<>();
    assertThatThrownBy(() -> policy(choices))
        .isInstanceOfSatisfying(
            MetaAgentException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FIELD);
              e.errors().forEach(error -> fields.add(error.field()));
            });
    return fields;
  }

  @Test
  void whereNothingIsChosenPersonalDataIsHashedAndSecretsAreBlackedOut() {
    PrivacyPolicy policy = policy(PolicyChoices.NONE);

    assertThat(policy.treatment(DataClass.EMAIL)).isEqualTo(Treatment.HASH);
    assertThat(policy.treatment(DataClass.PERSON_NAME)).isEqualTo(Treatment.HASH);
    assertThat(policy.treatment(DataClass.AWS_KEY)).isEqualTo(Treatment.REDACT);
    assertThat(policy.treatment(DataClass.PASSWORD)).isEqualTo(Treatment.REDACT);
    assertThat(policy.customs()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redact | to <EMAIL> now",
        "drop   | to  now",
        "keep   | to ada@x.example now",
        "KEEP   | to ada@x.example now"
      })
  void aClassIsTreatedAsChosen(String action, String cleaned) {
    assertThat(clean(policy(classes(Map.of("email", action))), "to ada@x.example now"))
        .isEqualTo(cleaned);
  }

  @Test
  void aPatternOfTheOrganizationIsWrittenAsItsLabel() {
    PrivacyPolicy redacted = policy(pattern("customer_number", "C-[0-9]{6}", "redact"));
    PrivacyPolicy hashed = policy(pattern("customer_number", "C-[0-9]{6}", "hash"));

    assertThat(clean(redacted, "of C-123456, C-12345")).isEqualTo("of <CUSTOMER_NUMBER>, C-12345");
    assertThat(clean(hashed, "of C-123456")).matches("of <CUSTOMER_NUMBER:k[a-z2-7]{14}>");
    assertThat(clean(hashed, "of C-123456")).isEqualTo(clean(hashed, "of C-123456"));
    assertThat(clean(policy(pattern("x", "C-[0-9]{6}", "drop")), "of C-123456!")).isEqualTo("of !");
  }

  @Test
  void aPatternFindsNothingInWhatWasFoundOrReplacedBefore() {
    PrivacyPolicy policy = policy(pattern("word", "[a-z]+", "redact"));

    assertThat(clean(policy, "12 ada@x.example")).matches("12 <EMAIL:k[a-z2-7]{14}>");
    assertThat(clean(policy, "12 <EMAIL:kabcdefghijklmn> ab"))
        .isEqualTo("12 <EMAIL:kabcdefghijklmn> <WORD>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app.customer        | app.customer       | true",
        "app.customer        | app.customer.name  | false",
        "app.customer.*      | app.customer.name  | true",
        "app.customer.*      | app.customer       | false",
        "*                   | anything           | true",
        "*.email             | user.email         | true",
        "*.email             | user.email.at      | false",
        "app.*.name          | app.customer.name  | true",
        "app.*.name          | app.a.b.name       | true",
        "app.*.name          | app.name           | false",
        "a*b*c               | a-b-c              | true",
        "a*b*c               | a-c-b              | false",
        "a*b*c               | abbcc              | true",
        "a**c                | abc                | true"
      })
  void aStarInTheKeyOfAnAttributeStandsForAnything(String rule, String key, boolean fits) {
    assertThat(new PrivacyPolicy.Attribute(rule, Treatment.DROP).fits(key)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({"drop,''", "redact,<ATTRIBUTE>", "keep,call ada@x.example"})
  void anAttributeIsTreatedWhole(String action, String kept) {
    Sanitizer sanitizer = new Sanitizer(policy(attribute("app.note*", action)), null);

    assertThat(sanitizer.attribute("app.notes", "call ada@x.example")).isEqualTo(kept);
    assertThat(sanitizer.attribute("app.other", "plain")).isEqualTo("plain");
  }

  @Test
  void aHashedAttributeIsTheSameForTheSameValueAndStaysOnceReplaced() {
    Sanitizer sanitizer = new Sanitizer(policy(attribute("app.user", "hash")), null);
    String replaced = sanitizer.attribute("app.user", "u-17");

    assertThat(replaced).matches("<ATTRIBUTE:k[a-z2-7]{14}>");
    assertThat(sanitizer.attribute("app.user", "u-17")).isEqualTo(replaced);
    assertThat(sanitizer.attribute("app.user", "u-18")).isNotEqualTo(replaced);
    assertThat(sanitizer.attribute("app.user", replaced)).isEqualTo(replaced);
  }

  @Test
  void theFirstRuleThatFitsAnAttributeCounts() {
    PrivacyPolicy policy =
        policy(
            new PolicyChoices(
                null,
                null,
                List.of(
                    new PolicyChoices.OfAttribute("app.public", "keep"),
                    new PolicyChoices.OfAttribute("app.*", "drop")),
                null));

    assertThat(new Sanitizer(policy, null).attribute("app.public", "ada@x.example"))
        .isEqualTo("ada@x.example");
    assertThat(new Sanitizer(policy, null).attribute("app.private", "x")).isEmpty();
  }

  @Test
  void chosenFieldsOfNamesReplaceTheStandardOnes() {
    PrivacyPolicy policy = policy(new PolicyChoices(null, List.of("skipper"), null, null));

    assertThat(clean(policy, "{\"skipper\":\"Ada\"}")).contains("<PERSON_NAME:k");
    assertThat(clean(policy, "{\"first_name\":\"Ada\"}")).isEqualTo("{\"first_name\":\"Ada\"}");
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    PolicyChoices choices =
        new PolicyChoices(
            Map.of("e_mail", "redact", "email", "burn"),
            List.of("ok", " "),
            List.of(new PolicyChoices.OfAttribute("", "keep")),
            List.of(new PolicyChoices.OfPattern("Bad Id", null, "(", "redact")));

    assertThat(wrong(choices))
        .containsExactlyInAnyOrder(
            "classes.e_mail",
            "classes.email",
            "nameKeys[1]",
            "attributes[0].key",
            "patterns[0].id",
            "patterns[0].pattern");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a*", "(", "[a-", "(?=x)y", "\\1"})
  void whatIsNoPatternThatFindsSomethingIsRefused(String pattern) {
    assertThat(wrong(pattern("mine", pattern, "redact"))).containsExactly("patterns[0].pattern");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mine", "1st", "a-b", "email", "aws_key"})
  void theIdOfAPatternIsOfLettersAndNoClass(String id) {
    assertThat(wrong(pattern(id, "x", "redact"))).containsExactly("patterns[0].id");
  }

  @Test
  void anIdIsGivenOnce() {
    PolicyChoices.OfPattern one = new PolicyChoices.OfPattern("mine", null, "x", "redact");
    assertThat(wrong(new PolicyChoices(null, null, null, List.of(one, one))))
        .containsExactly("patterns[1].id");
  }

  @Test
  void listsHaveAMostLength() {
    assertThat(wrong(new PolicyChoices(null, Collections.nCopies(501, "x"), null, null)))
        .containsExactly("nameKeys");
    assertThat(
            wrong(
                new PolicyChoices(
                    null,
                    null,
                    Collections.nCopies(201, new PolicyChoices.OfAttribute("x", "keep")),
                    null)))
        .containsExactly("attributes");
    assertThat(
            wrong(
                new PolicyChoices(
                    null,
                    null,
                    null,
                    IntStream.range(0, 21)
                        .mapToObj(i ->
                            new PolicyChoices.OfPattern("p_" + (char) ('a' + i), null, "x", "drop"))
                        .toList())))
        .containsExactly("patterns");
  }

  @Test
  void whatIsLeftOutStaysAsItWas() {
    PolicyChoices before =
        new PolicyChoices(Map.of("email", "keep", "phone", "drop"), List.of("skipper"), null, null);
    PolicyChoices after = classes(Map.of("phone", "keep")).over(before);

    assertThat(after.classes())
        .containsExactly(Map.entry("email", "keep"), Map.entry("phone", "keep"));
    assertThat(after.nameKeys()).containsExactly("skipper");
    assertThat(new PolicyChoices(null, List.of(), null, null).over(before).nameKeys()).isEmpty();
  }
}
