package dev.longshore.service.hooks;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Set;

/** Understands what a hook answers. What is neither a clear yes nor a clear no is no answer. */
final class AnswerReader {

  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_DETAIL = 1000;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Refusals that mean to a client of uploads what they mean to a hook. */
  private static final Set<Integer> PASSED_ON = Set.of(400, 401, 402, 403, 409, 413, 415, 422, 451);

  private static final int OTHER_REFUSAL = 403;

  /** What servers and proxies say of a hook that is not there, or not now. */
  private static final Set<Integer> OF_THE_WAY = Set.of(404, 405, 407, 408, 421, 425, 426, 429);

  private AnswerReader() {}

  static HookAnswer read(int status, byte[] body) {
    if (status >= 200 && status < 300) {
      return passed(body);
    }
    if (status >= 400 && status < 500 && !OF_THE_WAY.contains(status)) {
      return refused(PASSED_ON.contains(status) ? status : OTHER_REFUSAL, body);
    }
    return new HookAnswer.Failed("it answered " + status);
  }

  private static HookAnswer passed(byte[] body) {
    if (body.length == 0) {
      return new HookAnswer.Passed(Changes.NONE);
    }
    try {
      return new HookAnswer.Passed(Changes.of(JSON.readTree(body)));
    } catch (IOException e) {
      // Without the parser's words, which quote the answer.
      return new HookAnswer.Failed("its answer is not JSON");
    } catch (IllegalArgumentException e) {
      return new HookAnswer.Failed("its answer can't be used: " + e.getMessage());
    }
  }

  /** A problem (RFC 9457), of which clients get to see nothing but these two. */
  private static HookAnswer refused(int status, byte[] body) {
    try {
      var problem = JSON.readTree(body);
      return new HookAnswer.Refused(
          status, text(problem, "title", LONGEST_TITLE), text(problem, "detail", LONGEST_DETAIL));
    } catch (IOException e) {
      return new HookAnswer.Refused(status, null, null);
    }
  }

  private static String text(JsonNode problem, String name, int longest) {
    var text = problem.path(name).textValue();
    if (text == null) {
      return null;
    }
    var line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.isEmpty() ? null : line.substring(0, Math.min(line.length(), longest));
  }
}
