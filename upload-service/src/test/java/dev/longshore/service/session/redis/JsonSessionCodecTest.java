package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longshore.service.session.SessionStatus;
import dev.longshore.service.session.UploadSession;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonSessionCodecTest {

  /** The seed's "Stored Session Format", compact. */
  private static final String SEED =
      "{\"uploadId\":\"abc123\",\"path\":\"uploads/videos/my-video.mp4\",\"totalSize\":104857600,"
          + "\"uploadedBytes\":52428800,\"contentType\":\"video/mp4\","
          + "\"createdAt\":\"2026-03-18T10:00:00Z\",\"updatedAt\":\"2026-03-18T10:05:00Z\","
          + "\"status\":\"InProgress\"}";

  private static final UploadSession SESSION =
      new UploadSession(
          "abc123",
          "uploads/videos/my-video.mp4",
          104857600L,
          52428800,
          "video/mp4",
          Instant.parse("2026-03-18T10:00:00Z"),
          Instant.parse("2026-03-18T10:05:00Z"),
          SessionStatus.InProgress,
          null,
          null,
          null);

  private final JsonSessionCodec codec = new JsonSessionCodec();

  @Test
  void writesTheSeedsJsonCharacterByCharacter() {
    assertThat(codec.encode(SESSION)).isEqualTo(SEED);
  }

  @Test
  void readsTheSeedsJsonWithWhiteSpaceToo() {
    assertThat(codec.decode(SEED)).isEqualTo(SESSION);
    assertThat(codec.decode(SEED.replace(",", ",\n  "))).isEqualTo(SESSION);
  }

  @Test
  void readsTimesWithAnOffsetAndFieldsItDoesNotKnow() {
    var other = SEED.replace("10:00:00Z", "12:00:00.0000000+02:00").replace("}", ",\"new\":[1]}");
    assertThat(codec.decode(other)).isEqualTo(SESSION);
  }

  @Test
  void leavesOutWhatIsNullAndKeepsTheRest() {
    var session =
        new UploadSession(
            "a",
            "b",
            1L,
            0,
            null,
            Instant.parse("2026-03-18T10:00:00.123456789Z"),
            Instant.parse("2026-03-18T10:00:00Z"),
            SessionStatus.Pending,
            "filename d29ybGQ=",
            null,
            "x");
    assertThat(codec.encode(session))
        .isEqualTo(
            "{\"uploadId\":\"a\",\"path\":\"b\",\"totalSize\":1,\"uploadedBytes\":0,"
                + "\"createdAt\":\"2026-03-18T10:00:00.123Z\",\"updatedAt\":\"2026-03-18T10:00:00Z\","
                + "\"status\":\"Pending\",\"metadata\":\"filename d29ybGQ=\",\"storageState\":\"x\"}");
  }

  @Test
  void keepsTags() {
    var tagged =
        SESSION.describing(SESSION.path(), SESSION.contentType(), null, Map.of("team", "media"));
    assertThat(codec.encode(tagged))
        .isEqualTo(SEED.replace("}", ",\"tags\":{\"team\":\"media\"}}"));
    assertThat(codec.decode(codec.encode(tagged))).isEqualTo(tagged);
  }

  @Test
  void anOrdinarySessionTakesLessThan512Bytes() {
    var session =
        new UploadSession(
            "0123456789abcdef0123456789abcdef",
            "uploads/2026/11/23/customer-4711/holiday-pictures-from-the-sea.mp4",
            5L << 40,
            4L << 40,
            "video/mp4",
            Instant.parse("2026-03-18T10:00:00.123Z"),
            Instant.parse("2026-03-18T10:00:00.123Z"),
            SessionStatus.InProgress,
            "filename aG9saWRheS1waWN0dXJlcy1mcm9tLXRoZS1zZWEubXA0,filetype dmlkZW8vbXA0",
            null,
            null);
    assertThat(codec.encode(session).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(512);
    var tagged =
        session.describing(
            session.path(),
            session.contentType(),
            session.metadata(),
            Map.of("team", "media", "retention", "90d"));
    assertThat(codec.encode(tagged).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(512);
  }

  @Test
  void whatIsNoSessionIsRefusedWithoutRepeatingIt() {
    for (var text : new String[] {"hunter2", "{\"uploadId\":\"hunter2\"}", "[]", "null", "null{"}) {
      assertThatThrownBy(() -> codec.decode(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("not a session in JSON")
          .hasNoCause();
    }
  }
}
