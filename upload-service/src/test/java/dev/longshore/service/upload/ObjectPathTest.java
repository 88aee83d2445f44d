package dev.longshore.service.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b/c.txt",
        "films/2026/Größe — 漢字 🎬.mp4",
        "a b/c",
        "a..b",
        "a.",
        "-rf",
        "~",
        "%2e%2e/%2f",
        "C:",
        "a:b"
      })
  void takes(String path) {
    assertThat(new ObjectPath(path).value()).isEqualTo(path);
  }

  @ParameterizedTest
  @MethodSource
  void refuses(String path, String rule) {
    var refused = catchThrowableOfType(UploadRefusedException.class, () -> new ObjectPath(path));
    assertThat(refused).as(path).isNotNull().hasMessageContaining(rule);
  }

  static Stream<Arguments> refuses() {
    return Stream.of(
        Arguments.of("", "empty"),
        Arguments.of("/", "leading /"),
        Arguments.of("/etc/passwd", "leading /"),
        Arguments.of("//a", "leading /"),
        Arguments.of("..", ". or .."),
        Arguments.of("../a", ". or .."),
        Arguments.of("a/../../b", ". or .."),
        Arguments.of("a/..", ". or .."),
        Arguments.of(".", ". or .."),
        Arguments.of("a/./b", ". or .."),
        Arguments.of(".hidden", "hidden"),
        Arguments.of("a/.hidden/b", "hidden"),
        Arguments.of(".longshore/uploads/x", "hidden"),
        Arguments.of("a//b", "empty segment"),
        Arguments.of("a/", "end with /"),
        Arguments.of("a\\b", "backslash"),
        Arguments.of("..\\a", "backslash"),
        Arguments.of("a\u0000b", "control"),
        Arguments.of("a\nb", "control"),
        Arguments.of("a\u007fb", "control"),
        Arguments.of("a\u0085b", "control"),
        Arguments.of("a\ud800b", "Unicode"),
        Arguments.of("x".repeat(256), "255 bytes"),
        Arguments.of("ä".repeat(128), "255 bytes"),
        Arguments.of("dir/".repeat(256) + "a", "1024 bytes"));
  }
}
