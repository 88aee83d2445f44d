package dev.longshore.service.access.forward;

import dev.longshore.service.access.AccessRefusal;
import dev.longshore.service.access.AccessRefusedException;
import dev.longshore.service.access.AccessRequest;
import dev.longshore.service.access.Authenticator;
import dev.longshore.service.access.PathRules;
import dev.longshore.service.access.Sha256;
import dev.longshore.service.observe.Callee;
import dev.longshore.service.observe.Calls;
import dev.longshore.service.observe.Outcome;
import dev.longshore.service.upload.Caller;
import dev.longshore.service.upload.Quota;
import dev.longshore.service.webhook.ServiceClient;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a hook, as reverse proxies do: the method and path of the request as {@code X-Forwarded-*},
 * and chosen fields. 2xx lets it through, with the owner in a field of the answer; 401 and 403 are
 * passed on. Whatever else comes, or nothing in time, is 503: the door is never open by accident.
 */
public final class ForwardAuth implements Authenticator {

  private static final Logger LOG = LoggerFactory.getLogger(ForwardAuth.class);
  private static final int LONGEST_OWNER = 200;
  private static final String CHALLENGE = "Bearer realm=\"longshore\"";

  private final HookOptions options;
  private final PathRules paths;
  private final Answers answers;
  private final ServiceClient service;
  private final Calls calls;

  /**
   * @param calls hears of every question that the hook is asked
   */
  public ForwardAuth(HookOptions options, PathRules paths, Calls calls) {
    this.calls = calls;
    this.options = options;
    this.paths = paths;
    this.answers = new Answers(options.cacheTime());
    this.service = new ServiceClient(options.timeout(), options.tls());
  }

  @Override
  public Caller authenticate(AccessRequest request) throws InterruptedException {
    var question = digest(request);
    var known = answers.get(question);
    if (known != null) {
      return known;
    }
    long asked = System.nanoTime();
    var answer = ask(request);
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      var caller = caller(answer.headers());
      answers.put(question, caller, asked);
      return caller;
    }
    throw new AccessRefusedException(
        switch (status) {
          case 401 ->
              new AccessRefusal.Unauthenticated(
                  "Who you are is not known here. Sign in, or send other credentials.",
                  answer.headers().firstValue("WWW-Authenticate").orElse(CHALLENGE));
          case 403 -> new AccessRefusal.Forbidden("You may not do this.");
          default -> unavailable("it answered " + status);
        });
  }

  private HttpResponse<Void> ask(AccessRequest request) throws InterruptedException {
    var question = question(request);
    var call = calls.begin(Callee.HOOK, "forward-auth");
    var outcome = Outcome.FAILURE;
    long deadline = System.nanoTime() + options.timeout().toNanos();
    try {
      var answer = service.ask(question, HttpResponse.BodyHandlers.discarding(), deadline);
      outcome = outcome(answer.statusCode());
      return answer;
    } catch (IOException e) {
      throw new AccessRefusedException(unavailable(e.toString()));
    } catch (TimeoutException e) {
      throw new AccessRefusedException(unavailable("no answer within " + options.timeout()));
    } finally {
      call.ended(outcome, null);
    }
  }

  private static Outcome outcome(int status) {
    if (status >= 200 && status < 300) {
      return Outcome.SUCCESS;
    }
    return status == 401 || status == 403 ? Outcome.REFUSED : Outcome.FAILURE;
  }

  private HttpRequest question(AccessRequest request) {
    var question =
        HttpRequest.newBuilder(options.url())
            .header("X-Forwarded-Method", request.method())
            .header("X-Forwarded-Uri", request.uri())
            .header("X-Forwarded-Proto", request.secure() ? "https" : "http")
            .header("X-Forwarded-For", request.remoteAddress());
    request.headers().apply("Host").forEach(host -> question.header("X-Forwarded-Host", host));
    for (var name : options.headers()) {
      request.headers().apply(name).forEach(value -> question.header(name, value));
    }
    return question.build();
  }

  private Caller caller(HttpHeaders headers) {
    var values = headers.allValues(options.ownerHeader());
    if (values.size() != 1
        || values.getFirst().isBlank()
        || values.getFirst().length() > LONGEST_OWNER) {
      throw new AccessRefusedException(
          unavailable("its answer has no field " + options.ownerHeader() + " with one owner"));
    }
    var owner = values.getFirst().strip();
    var folders = paths.folders(name -> name.equals("owner") ? List.of(owner) : List.of());
    return Caller.owner(owner, folders, Quota.NONE);
  }

  private AccessRefusal unavailable(String why) {
    LOG.warn("access can't be checked, the hook {} is of no use: {}", options.url(), why);
    return new AccessRefusal.Unavailable(
        "Whether you may do this can't be checked at the moment. Try again.",
        Duration.ofSeconds(5));
  }

  /** All that the hook gets to see, and no more of it than is needed to know it again. */
  private byte[] digest(AccessRequest request) {
    var digest = Sha256.begin();
    add(digest, request.method());
    add(digest, request.uri());
    add(digest, request.remoteAddress());
    add(digest, request.headers().apply("Host").toString());
    for (var name : options.headers()) {
      var values = request.headers().apply(name);
      add(digest, Integer.toString(values.size()));
      values.forEach(value -> add(digest, value));
    }
    return digest.digest();
  }

  private static void add(MessageDigest digest, String text) {
    digest.update((text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    service.close();
  }
}
