package dev.longshore.service.webhook;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Asks one service of the user's own, and waits for its answers only so long. */
public final class ServiceClient implements AutoCloseable {

  private final HttpClient http;

  /**
   * Follows no redirect: what is asked is for one service.
   *
   * @param connectTimeout how long a connection may take to be made
   * @param tls how to connect by https, or null as the JVM does
   */
  public ServiceClient(Duration connectTimeout, SSLContext tls) {
    var client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout);
    this.http = (tls == null ? client : client.sslContext(tls)).build();
  }

  /**
   * Asks. The JDK's own timeout ends with the head of an answer; this one with the whole of it.
   *
   * @param deadline when to stop waiting, by {@link System#nanoTime()}
   * @throws IOException if there is no answer
   * @throws TimeoutException if there is none in time
   */
  public <T> HttpResponse<T> ask(HttpRequest request, BodyHandler<T> body, long deadline)
      throws IOException, TimeoutException, InterruptedException {
    var answer = http.sendAsync(request, body);
    try {
      return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
