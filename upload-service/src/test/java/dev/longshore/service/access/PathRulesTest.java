package dev.longshore.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathRulesTest {

  private static List<String> folders(List<String> templates, Map<String, List<String>> values) {
    return new PathRules(templates).folders(name -> values.getOrDefault(name, List.of()));
  }

  @Test
  void withoutTemplatesAnyPathIsAllowed() {
    assertThat(folders(List.of(), Map.of())).isNull();
  }

  @Test
  void everyValueMakesAFolder() {
    assertThat(
            folders(
                List.of("users/{owner}/", "teams/{groups}/in", "shared"),
                Map.of("owner", List.of("alice"), "groups", List.of("red", "blue"))))
        .containsExactly("users/alice", "teams/red/in", "teams/blue/in", "shared");
  }

  @Test
  void severalNamesAreCombined() {
    assertThat(folders(List.of("{a}-{b}"), Map.of("a", List.of("1", "2"), "b", List.of("x", "y"))))
        .containsExactly("1-x", "1-y", "2-x", "2-y");
  }

  @Test
  void whatIsNotKnownAllowsNothing() {
    assertThat(folders(List.of("teams/{groups}"), Map.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", ".", ".hidden", "a/b", "../b", "a\\b", "a\nb", "/"})
  void valueThatIsNoNameOfAFolderAllowsNothing(String value) {
    assertThat(folders(List.of("users/{owner}"), Map.of("owner", List.of(value)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/a", "../a", "a/../b", "a//b", "{", "a}", "{}", ".longshore", "a\\b"})
  void theseAreNoTemplates(String text) {
    assertThat(PathRules.isTemplate(text)).isFalse();
  }

  @Test
  void manyValuesMakeNoMoreFoldersThanCanBeLookedThrough() {
    var many = java.util.stream.IntStream.range(0, 5000).mapToObj(i -> "g" + i).toList();
    assertThat(folders(List.of("{a}/{b}"), Map.of("a", many, "b", many))).hasSize(1000);
  }
}
