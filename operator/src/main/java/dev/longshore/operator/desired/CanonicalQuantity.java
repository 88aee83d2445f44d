package dev.longshore.operator.desired;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;

/**
 * Quantities in the one form that the API server keeps. Applying {@code 1024Mi} stores {@code 1Gi};
 * a desired object that says the former would differ for ever.
 */
final class CanonicalQuantity {

  private static final List<String> BINARY = List.of("Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final List<String> DECIMAL = List.of("k", "M", "G", "T", "P", "E");
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigDecimal KILO = BigDecimal.valueOf(1000);

  private CanonicalQuantity() {}

  static Quantity of(Quantity quantity) {
    var amount = quantity.getNumericalAmount();
    if (BINARY.contains(quantity.getFormat()) && amount.compareTo(KIBI) >= 0) {
      return scaled(amount, KIBI, BINARY);
    }
    if (isWhole(amount)) {
      return scaled(amount, KILO, DECIMAL);
    }
    return new Quantity(plain(amount.multiply(KILO)), "m");
  }

  /** The amount in bytes, as a plain integer. */
  static String bytes(Quantity quantity) {
    return quantity.getNumericalAmount().toBigInteger().toString();
  }

  private static Quantity scaled(BigDecimal amount, BigDecimal step, List<String> suffixes) {
    var suffix = "";
    for (var next : suffixes) {
      var smaller = amount.divide(step);
      if (amount.signum() == 0 || !isWhole(smaller)) {
        break;
      }
      amount = smaller;
      suffix = next;
    }
    return new Quantity(plain(amount), suffix);
  }

  private static boolean isWhole(BigDecimal amount) {
    return amount.stripTrailingZeros().scale() <= 0;
  }

  private static String plain(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }
}
