package dev.longshore.service.hooks;

import dev.longshore.service.observe.Callee;
import dev.longshore.service.observe.Calls;
import dev.longshore.service.observe.Outcome;
import dev.longshore.service.webhook.ServiceClient;
import dev.longshore.service.webhook.SignedPost;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.concurrent.TimeoutException;

/** Asks one service. */
final class Hook implements AutoCloseable {

  private static final long MOST_BYTES = 64 << 10;

  private final HookPoint point;
  private final HookOptions options;
  private final Calls calls;
  private final ServiceClient service;

  Hook(HookPoint point, HookOptions options, Calls calls) {
    this.point = point;
    this.options = options;
    this.calls = calls;
    this.service = new ServiceClient(options.timeout(), options.tls());
  }

  HookPoint point() {
    return point;
  }

  HookOptions options() {
    return options;
  }

  HookAnswer ask(Question question) throws InterruptedException {
    var call = calls.begin(Callee.HOOK, point.toString());
    HookAnswer answer = new HookAnswer.Failed("interrupted");
    try {
      answer = answer(question);
      return answer;
    } finally {
      call.ended(outcome(answer), null);
    }
  }

  private static Outcome outcome(HookAnswer answer) {
    return switch (answer) {
      case HookAnswer.Passed _ -> Outcome.SUCCESS;
      case HookAnswer.Refused _ -> Outcome.REFUSED;
      case HookAnswer.Failed _ -> Outcome.FAILURE;
    };
  }

  /**
   * A connection that was kept may end just as a question is sent on it, of which the client does
   * not know whether it arrived. It can be sent once more, since it has a name.
   */
  private HookAnswer answer(Question question) throws InterruptedException {
    var request = request(question);
    long deadline = System.nanoTime() + options.timeout().toNanos();
    try {
      try {
        return read(request, deadline);
      } catch (IOException e) {
        return read(request, deadline);
      }
    } catch (IOException e) {
      return new HookAnswer.Failed(e.toString());
    } catch (TimeoutException e) {
      return new HookAnswer.Failed("no answer within " + options.timeout());
    }
  }

  private HttpRequest request(Question question) {
    return SignedPost.of(
        options.url(), question.id(), Instant.now(), options.secrets(), question.body());
  }

  private HookAnswer read(HttpRequest request, long deadline)
      throws IOException, TimeoutException, InterruptedException {
    var body = BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES);
    var answer = service.ask(request, body, deadline);
    return AnswerReader.read(answer.statusCode(), answer.body());
  }

  @Override
  public void close() {
    service.close();
  }
}
