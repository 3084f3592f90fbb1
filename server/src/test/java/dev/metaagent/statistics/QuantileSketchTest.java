package dev.metaagent.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QuantileSketchTest {

  private static final double[] SHARES = {0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 1};

  /// The greatest error of a rank, as a share of all values.
  private static final Map<Double, Double> RANK_ERROR = Map.of(0.5, 0.01, 0.95, 0.005, 0.99, 0.002);

  @Test
  void fewValuesHaveTheirExactQuantiles() {
    Random random = new Random(1);
    for (int n = 1; n <= 30; n++) {
      double[] values = random.doubles(n, 0, 10_000).sorted().toArray();
      QuantileSketch sketch = sketch(boxed(values));
      for (double share : SHARES) {
        assertThat(sketch.quantile(share))
            .as("%s of %s", share, n)
            .isEqualTo(Quantile.of(share, values));
      }
    }
  }

  @Test
  void manyValuesHaveTheirQuantilesToTheErrorThatIsStatedMergedOrNot() {
    for (ToDoubleFunction<Random> shape : shapes()) {
      Random random = new Random(7);
      List<Double> values =
          Stream.generate(() -> shape.applyAsDouble(random)).limit(20_000).toList();
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      QuantileSketch merged = new QuantileSketch();
      for (int i = 0; i < values.size(); i += 500) {
        merged.add(sketch(values.subList(i, i + 500)).bytes());
      }
      for (QuantileSketch sketch : List.of(sketch(values), merged)) {
        RANK_ERROR.forEach((share, error) ->
            assertThat(rankError(sorted, quantile(sketch, share), share)).isLessThan(error));
        assertThat(quantile(sketch, 0)).isCloseTo(sorted[0], within(sorted[0] * 1e-6));
        assertThat(sketch.count()).isEqualTo(20_000);
      }
    }
  }

  @Test
  void itsBytesAreSmallAndDoNotDependOnTheOrder() {
    Random random = new Random(5);
    List<Double> values =
        Stream.generate(random::nextGaussian).limit(20_000).collect(Collectors.toList());
    byte[] bytes = Objects.requireNonNull(sketch(values).bytes());
    Collections.shuffle(values, random);

    assertThat(sketch(values).bytes()).isEqualTo(bytes);
    assertThat(bytes.length).isLessThan(1_500);
  }

  @Test
  void whatIsStoredAnswersAsBefore() {
    QuantileSketch sketch = sketch(List.of(1.5, 2.25, 1_000_000.0, 3.0));
    QuantileSketch read = new QuantileSketch();
    read.add(sketch.bytes());

    assertThat(read.count()).isEqualTo(4);
    for (double share : SHARES) {
      assertThat(read.quantile(share)).isEqualTo(sketch.quantile(share));
    }
  }

  @Test
  void theLeastAndTheGreatestValueAreExactAndMergedToTwentyFourBits() {
    Random random = new Random(3);
    List<Double> values = Stream.generate(() -> random.nextDouble() * 4_000).limit(900).toList();
    double least = Collections.min(values);
    double greatest = Collections.max(values);
    QuantileSketch merged = new QuantileSketch();
    for (int i = 0; i < values.size(); i += 100) {
      merged.add(sketch(values.subList(i, i + 100)).bytes());
    }
    QuantileSketch stored = new QuantileSketch();
    stored.add(merged.bytes());

    assertThat(sketch(values).quantile(0)).isEqualTo(least);
    assertThat(sketch(values).quantile(1)).isEqualTo(greatest);
    assertThat(sketch(values).countUpTo(Math.nextDown(least))).isZero();
    assertThat(sketch(values).countUpTo(least)).isEqualTo(1);
    for (QuantileSketch each : List.of(merged, stored)) {
      assertThat(quantile(each, 0)).isCloseTo(least, within(least * 6e-8));
      assertThat(quantile(each, 1)).isCloseTo(greatest, within(greatest * 6e-8));
      assertThat(each.countUpTo(quantile(each, 1))).isEqualTo(900);
      assertThat(each.countUpTo(quantile(each, 0))).isEqualTo(1);
    }
  }

  @Test
  void theCountUpToALimitAgreesWithTheQuantiles() {
    Random random = new Random(9);
    List<Double> values = Stream.generate(() -> random.nextDouble() * 4_000).limit(5_000).toList();
    QuantileSketch sketch = sketch(values);
    for (double limit : new double[] {-1, 10, 1_000, 3_000, 3_999, 5_000}) {
      long exact = values.stream().filter(value -> value <= limit).count();
      assertThat((double) sketch.countUpTo(limit)).isCloseTo((double) exact, within(25.0));
      boolean within = quantile(sketch, 0.95) <= limit;
      assertThat(sketch.countUpTo(limit) >= Quantile.rank(0.95, 5_000)).isEqualTo(within);
    }
    assertThat(sketch(List.of(1.0, 2.0, 3.0)).countUpTo(2)).isEqualTo(2);
    assertThat(sketch(List.of(7.0)).countUpTo(7)).isEqualTo(1);
  }

  @Test
  void addingAnotherSketchIsAddingItsValues() {
    QuantileSketch one = sketch(List.of(1.0, 3.0));
    one.add(sketch(List.of(2.0)));
    one.add(new QuantileSketch());
    one.add((byte[]) null);

    assertThat(one.count()).isEqualTo(3);
    assertThat(one.quantile(0.5)).isEqualTo(2.0);
    assertThat(one.bytes()).isEqualTo(sketch(List.of(1.0, 2.0, 3.0)).bytes());
  }

  @Test
  void anEmptySketchKnowsNothing() {
    QuantileSketch empty = new QuantileSketch();

    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.quantile(0.5)).isNull();
    assertThat(empty.bytes()).isNull();
    assertThat(empty.countUpTo(1)).isZero();
    assertThatThrownBy(() -> empty.add(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> empty.add(Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(sketch(List.of(1.0)).isEmpty()).isFalse();
  }

  private static List<ToDoubleFunction<Random>> shapes() {
    return List.of(
        random -> Math.exp(random.nextGaussian() * 1.5 + 6),
        random -> 100 * Math.pow(1 - random.nextDouble(), -1 / 1.2),
        random -> random.nextInt(10) < 9 ? 200 + random.nextDouble() : 8_000 + random.nextDouble(),
        random -> 1 + random.nextDouble());
  }

  private static double rankError(double[] sorted, double value, double share) {
    int place = Arrays.binarySearch(sorted, value);
    int rank = place >= 0 ? place + 1 : -place - 1;
    return Math.abs((double) rank / sorted.length - share);
  }

  private static double quantile(QuantileSketch sketch, double share) {
    return Objects.requireNonNull(sketch.quantile(share));
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static QuantileSketch sketch(List<Double> values) {
    QuantileSketch sketch = new QuantileSketch();
    values.forEach(sketch::add);
    return sketch;
  }
}
