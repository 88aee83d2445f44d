package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionScopeTest {

  @Test
  void isAFileNameThatPeopleRecognise() {
    assertThat(SessionScope.of("apps:media:session:", 0))
        .matches("redis-apps-media-session-[0-9a-f]{16}");
    assertThat(SessionScope.of("", 0)).matches("redis--[0-9a-f]{16}");
    assertThat(SessionScope.of("../../..\u0000/ä:".repeat(99), 0)).matches("[A-Za-z0-9-]{1,90}");
  }

  @Test
  void staysTheSame() {
    assertThat(SessionScope.of("valiblob:session:", 0))
        .isEqualTo("redis-valiblob-session-a4cb7dda25b43e16");
  }

  @Test
  void isAnotherForEachPrefixAndDatabase() {
    var scopes =
        Stream.of(
            SessionScope.of("a:b:", 0),
            SessionScope.of("a:b:", 1),
            SessionScope.of("a-b-", 0),
            SessionScope.of("a:b", 0),
            SessionScope.of("A:B:", 0),
            SessionScope.of("1 a:b:", 0));
    assertThat(scopes).doesNotHaveDuplicates();
  }
}
