package dev.longshore.service.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {

  private static HookAnswer read(int status, String body) {
    return AnswerReader.read(status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Changes passed(String body) {
    return ((HookAnswer.Passed) read(200, body)).changes();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void nothingIsYes(int status) {
    assertThat(read(status, "")).isEqualTo(new HookAnswer.Passed(Changes.NONE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"path\":null,\"tags\":null,\"metadata\":null}", "{\"other\":[1]}"})
  void whatSaysNothingChangesNothing(String body) {
    assertThat(passed(body)).isEqualTo(Changes.NONE);
  }

  @Test
  void readsWhatTheUploadShallBe() {
    var metadata = new HashMap<String, String>();
    metadata.put("kept", "x");
    metadata.put("gone", null);
    assertThat(
            passed(
                """
                {"path": "a/b", "contentType": "image/png", "metadata": {"kept": "x", "gone": null},
                 "tags": {"team": "Müller", "empty": ""}}
                """))
        .isEqualTo(
            new Changes("a/b", "image/png", metadata, Map.of("team", "Müller", "empty", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OK",
        "<html>Sign in</html>",
        "[]",
        "null",
        "\"a\"",
        "{} {}",
        "{\"path\":1}",
        "{\"path\":\"../a\"}",
        "{\"path\":\"/a\"}",
        "{\"path\":\"\"}",
        "{\"contentType\":\"\"}",
        "{\"contentType\":\"a\\nb\"}",
        "{\"contentType\":[\"a\"]}",
        "{\"metadata\":[]}",
        "{\"metadata\":{\"a\":1}}",
        "{\"metadata\":{\"a b\":\"1\"}}",
        "{\"tags\":{\"a\":null}}",
        "{\"tags\":{\"aws:a\":\"1\"}}",
        "{\"tags\":{\"a\":\"b&c\"}}",
        "{\"tags\":{\"\":\"b\"}}",
        "{\"tags\":{\"1\":\"\",\"2\":\"\",\"3\":\"\",\"4\":\"\",\"5\":\"\",\"6\":\"\",\"7\":\"\","
            + "\"8\":\"\",\"9\":\"\",\"10\":\"\",\"11\":\"\"}}"
      })
  void whatIsNotUnderstoodIsNoAnswer(String body) {
    assertThat(read(200, body)).isInstanceOf(HookAnswer.Failed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 400", "401, 401", "402, 402", "403, 403", "406, 403", "409, 409", "410, 403", "412, 403",
    "413, 413", "415, 415", "418, 403", "422, 422", "423, 403", "451, 451", "460, 403", "499, 403"
  })
  void refusalsAreThoseThatClientsOfUploadsUnderstand(int status, int passedOn) {
    assertThat(read(status, "")).isEqualTo(new HookAnswer.Refused(passedOn, null, null));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 301, 302, 307, 404, 405, 407, 408, 421, 425, 426, 429, 500, 502, 503})
  void whatIsNeitherYesNorNoIsNoAnswer(int status) {
    assertThat(read(status, "{\"title\":\"a\"}"))
        .isEqualTo(new HookAnswer.Failed("it answered " + status));
  }

  @Test
  void ofAProblemTitleAndDetailCount() {
    assertThat(read(422, "{\"title\":\" No\\ncats \",\"detail\":\"d\",\"type\":\"t\",\"x\":1}"))
        .isEqualTo(new HookAnswer.Refused(422, "No cats", "d"));
    assertThat(read(422, "{\"title\":1,\"detail\":\"\"}"))
        .isEqualTo(new HookAnswer.Refused(422, null, null));
    assertThat(read(422, "no cats")).isEqualTo(new HookAnswer.Refused(422, null, null));
    var refused =
        (HookAnswer.Refused)
            read(422, "{\"title\":\"%s\",\"detail\":\"%1$s\"}".formatted("long ".repeat(1000)));
    assertThat(refused.title()).hasSize(200);
    assertThat(refused.detail()).hasSize(1000);
  }
}
