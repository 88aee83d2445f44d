package dev.longshore.service.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import dev.longshore.service.session.SessionStoreUnavailableException;
import io.micronaut.context.ApplicationContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No log line and no exception shows a password, whatever goes right or wrong, at DEBUG. */
class SecretsIT {

  private static final String PASSWORD = "hunter2-correct-horse";
  private static final String OTHER = "hunter2-battery-staple";

  private final List<Throwable> failures = new ArrayList<>();

  @Test
  void passwordsAreNeverShown(@TempDir Path directory) {
    try (var logs = Logs.capture(Level.DEBUG);
        var server = RedisServer.start("--requirepass", PASSWORD);
        var sentinel =
            RedisServer.startSentinel(server, 1, "sentinel auth-pass mymaster " + PASSWORD)) {
      everythingGoesRight(server, sentinel);
      everythingGoesWrong(server, sentinel, directory);
      assertThat(failures).hasSizeGreaterThan(12).doesNotContainNull();
      assertThat(logs.lines()).as("the capture works").anyMatch(l -> l.contains("io.lettuce"));
      assertThat(logs.lines()).noneMatch(line -> line.contains("hunter2"));
      assertThat(failures).allSatisfy(f -> assertThat(trace(f)).doesNotContain("hunter2"));
    }
  }

  private void everythingGoesRight(RedisServer server, RedisServer sentinel) {
    for (var string :
        List.of(
            server.endpoint() + ",password=" + PASSWORD,
            "redis://default:" + PASSWORD + "@" + server.endpoint(),
            sentinel.endpoint() + ",serviceName=mymaster,password=" + PASSWORD)) {
      try (var store =
          TestStores.open(string + (string.contains("://") ? "" : ",syncTimeout=900"))) {
        ConnectionKindsIT.uploads(store);
        server.pause();
        fails(() -> store.read("x"));
        server.resume();
        server.stop();
        fails(() -> store.read("x"));
        server.startAgain();
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .ignoreExceptionsInstanceOf(SessionStoreUnavailableException.class)
            .untilAsserted(() -> ConnectionKindsIT.uploads(store));
      }
    }
  }

  private void everythingGoesWrong(RedisServer server, RedisServer sentinel, Path directory) {
    var certificates = Certificates.make(directory, "DNS:localhost");
    var wrong = ",connectRetry=0,syncTimeout=900,password=" + OTHER;
    for (var string :
        List.of(
            server.endpoint() + wrong,
            server.endpoint() + ",user=nobody" + wrong,
            server.endpoint() + ",ssl=true" + wrong,
            sentinel.endpoint() + ",serviceName=mymaster" + wrong,
            sentinel.endpoint() + ",serviceName=nobody" + wrong,
            sentinel.endpoint() + wrong,
            "no-such-host.invalid" + wrong,
            "redis://:" + OTHER + "@" + server.endpoint() + "?connectRetry=0",
            "redis://:" + OTHER + "%zz@" + server.endpoint(),
            "redis://:" + OTHER + "@:x",
            "http://" + OTHER + "@localhost",
            "user:" + OTHER + "@localhost:6379",
            "localhost,password=a," + OTHER,
            "localhost,pass=" + OTHER,
            "localhost,ssl=" + OTHER)) {
      fails(() -> TestStores.open(string, certificates.ca()).close());
      fails(() -> context(string).close());
    }
    fails(() -> context(server.endpoint() + ",password=" + PASSWORD, "key-prefix", "{x}").close());
    context(server.endpoint() + ",password=" + PASSWORD, "key-prefix", "fine:").close();
    context(server.endpoint() + wrong + ",abortConnect=false", "key-prefix", "fine:").close();
  }

  private static ApplicationContext context(String string, String... option) {
    return ApplicationContext.run(
        Map.of(
            "longshore.session.store",
            "redis",
            "longshore.session.redis.connection-string",
            string,
            "longshore.session.redis." + (option.length > 0 ? option[0] : "database-index"),
            option.length > 0 ? option[1] : "0"));
  }

  private void fails(Runnable call) {
    failures.add(catchThrowable(call::run));
  }

  private static String trace(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
