package dev.longshore.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalQuantityTest {

  /** Right column: what a Kubernetes API server stores for the left. */
  @ParameterizedTest
  @CsvSource({
    "1024Mi, 1Gi",
    "1Gi, 1Gi",
    "1.5Gi, 1536Mi",
    "0.5Gi, 512Mi",
    "131072Ki, 128Mi",
    "1000m, 1",
    "0.1, 100m",
    "0.25, 250m",
    "100m, 100m",
    "1500m, 1500m",
    "2, 2",
    "1000, 1k",
    "1024, 1024",
    "1000000, 1M",
    "0, 0",
    "5Ti, 5Ti"
  })
  void isWhatTheApiServerKeeps(String written, String kept) {
    assertThat(CanonicalQuantity.of(new Quantity(written)).toString()).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource({"5Ti, 5497558138880", "1.5Gi, 1610612736", "1000000, 1000000", "1M, 1000000"})
  void countsBytes(String written, String bytes) {
    assertThat(CanonicalQuantity.bytes(new Quantity(written))).isEqualTo(bytes);
  }
}
