package dev.metaagent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import dev.metaagent.privacy.detect.NameKeys;
import dev.metaagent.privacy.detect.Treatment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A clock that moves by one microsecond each time it is read: the budget in numbers of looks.
class PatternBudgetTest {

  private static final String LONG = "x".repeat(99_000);

  private final AtomicLong nanos = new AtomicLong();
  private long step = 1_000;
  private final PatternBudget budget = new PatternBudget(() -> nanos.addAndGet(step));

  private TextCleaner cleaner(String pattern) {
    PrivacyPolicy policy =
        new PrivacyPolicy(
            Map.of(),
            new NameKeys(List.of()),
            List.of(),
            List.of(
                new PrivacyPolicy.Custom("own", "OWN", Pattern.compile(pattern), Treatment.REDACT)),
            new byte[32]);
    return new TextCleaner(policy, new CleanedTextCache(), budget);
  }

  @Test
  void aTextThatTakesTooLongIsWithheldWholeAndTheNextIsNot() {
    step = Duration.ofMillis(5).toNanos();
    TextCleaner cleaner = cleaner("x[^y]*y|x");

    assertThat(cleaner.clean(LONG, 0)).isEqualTo("<WITHHELD>");
    assertThat(cleaner.clean("a x and more", 0)).isEqualTo("a <OWN> and more");
    assertThat(cleaner.withheld()).isEqualTo(1);
  }

  @Test
  void allTextsOfARequestHaveOneBudget() {
    step = Duration.ofMillis(5).toNanos();
    TextCleaner cleaner = cleaner("x[^y]*y|x");
    for (int i = 0; i < 12; i++) {
      assertThat(cleaner.clean(LONG, 0)).isEqualTo("<WITHHELD>");
    }
    assertThat(cleaner.clean("a x and more", 0)).isEqualTo("<WITHHELD>");
    assertThat(Duration.ofNanos(nanos.get())).isLessThan(Duration.ofSeconds(7));
  }

  @Test
  void aLongTextWithinTheBudgetIsReplacedAsAlways() {
    TextCleaner cleaner = cleaner("C-[0-9]{6}");
    String text = "customer C-123456 wrote. ".repeat(20_000);

    assertThat(cleaner.clean(text, 0)).isEqualTo("customer <OWN> wrote. ".repeat(20_000));
    assertThat(cleaner.withheld()).isZero();
  }

  @Test
  void whatWasWithheldIsTriedAgainInTheNextRequest() {
    CleanedTextCache memory = new CleanedTextCache();
    String text = "x".repeat(60);
    PrivacyPolicy policy =
        new PrivacyPolicy(
            Map.of(),
            new NameKeys(List.of()),
            List.of(),
            List.of(
                new PrivacyPolicy.Custom("own", "OWN", Pattern.compile("x+"), Treatment.REDACT)),
            new byte[32]);
    step = PatternBudget.TEXT.toNanos();
    assertThat(new TextCleaner(policy, memory, budget).clean(text, 0)).isEqualTo("<WITHHELD>");
    assertThat(new TextCleaner(policy, memory).clean(text, 0)).isEqualTo("<OWN>");
  }
}
