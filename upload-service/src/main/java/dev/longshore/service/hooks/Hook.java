package dev.longshore.service.hooks;

import dev.longshore.service.observe.Callee;
import dev.longshore.service.observe.Calls;
import dev.longshore.service.observe.Outcome;
import dev.longshore.service.webhook.SigningSecrets;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks one service. */
final class Hook implements AutoCloseable {

  private static final long MOST_BYTES = 64 << 10;

  private final HookPoint point;
  private final HookOptions options;
  private final Calls calls;
  private final HttpClient http;

  Hook(HookPoint point, HookOptions options, Calls calls) {
    this.point = point;
    this.options = options;
    this.calls = calls;
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.timeout());
    this.http = (options.tls() == null ? client : client.sslContext(options.tls())).build();
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
    var now = Instant.now();
    var request =
        HttpRequest.newBuilder(options.url())
            .header("Content-Type", Question.MEDIA_TYPE)
            .header("User-Agent", "longshore")
            .header(SigningSecrets.ID, question.id())
            .header(SigningSecrets.TIMESTAMP, Long.toString(now.getEpochSecond()))
            .POST(BodyPublishers.ofString(question.body()));
    if (options.secrets() != null) {
      var signature = options.secrets().sign(question.id(), now, question.body());
      request.header(SigningSecrets.SIGNATURE, signature);
    }
    return request.build();
  }

  /** The client's own timeout ends with the head of an answer; this one with the whole of it. */
  private HookAnswer read(HttpRequest request, long deadline)
      throws IOException, TimeoutException, InterruptedException {
    var sent =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      HttpResponse<byte[]> answer = sent.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      return AnswerReader.read(answer.statusCode(), answer.body());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      sent.cancel(true);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
