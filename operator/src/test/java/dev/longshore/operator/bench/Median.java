package dev.longshore.operator.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What lies in the middle of what several rounds took. */
final class Median {

  private Median() {}

  static <T> double of(List<T> rounds, ToDoubleFunction<T> figure) {
    var sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    var middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
