package dev.longshore.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {

  @Test
  void needsNothingButTheImage() {
    var config = OperatorConfig.from(Map.of("LONGSHORE_UPLOAD_SERVICE_IMAGE", "image:1"));
    assertThat(config.watchNamespaces()).isEmpty();
    assertThat(config.lease()).isEmpty();
    assertThat(config.healthPort()).isEqualTo(8081);
  }

  @Test
  void readsAListOfNamespaces() {
    assertThat(with("LONGSHORE_WATCH_NAMESPACES", " team-a, team-b ,").watchNamespaces())
        .containsExactlyInAnyOrder("team-a", "team-b");
  }

  @ParameterizedTest
  @CsvSource({
    "LONGSHORE_UPLOAD_SERVICE_IMAGE, ''",
    "LONGSHORE_WATCH_NAMESPACES, Team_A",
    "LONGSHORE_HEALTH_PORT, none",
    "LONGSHORE_HEALTH_PORT, 70000",
    "LONGSHORE_WORKERS, 0",
    "LONGSHORE_UPGRADES_AT_ONCE, 0"
  })
  void namesTheVariableThatIsWrong(String variable, String value) {
    assertThatThrownBy(() -> with(variable, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable);
  }

  private static OperatorConfig with(String variable, String value) {
    var environment = new HashMap<>(Map.of("LONGSHORE_UPLOAD_SERVICE_IMAGE", "image:1"));
    environment.put(variable, value);
    return OperatorConfig.from(environment);
  }
}
