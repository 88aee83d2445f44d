package dev.longshore.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.UploadClient;
import dev.longshore.service.server.MountedSecret;
import dev.longshore.service.server.ServiceProcess;
import dev.longshore.service.storage.s3.S3Bucket;
import dev.longshore.service.storage.s3.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neither the log nor an answer repeats a token, however much is logged and whatever is wrong. */
class QuietLogIT {

  private static final String GOOD = "good-token-0123456789-abcdefghij";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tokens", "jwt", "forward-auth"})
  void tokensAreNeitherLoggedNorAnswered(String mode) throws Exception {
    try (var issuer = Issuer.start();
        var hook = Hook.start()) {
      hook.know(GOOD, "alice");
      new MountedSecret(folder.resolve("tokens")).putFiles(Map.of("alice", GOOD, "short", "short"));
      var environment = new HashMap<String, String>();
      environment.put("LONGSHORE_LOG_LEVEL", "TRACE");
      environment.put("LONGSHORE_ACCESS_MODE", mode);
      environment.put("LONGSHORE_ACCESS_TOKENS_PATH", folder.resolve("tokens").toString());
      environment.put("LONGSHORE_ACCESS_JWT_ISSUER", issuer.uri());
      environment.put("LONGSHORE_ACCESS_JWT_AUDIENCE", Issuer.AUDIENCE);
      environment.put("LONGSHORE_ACCESS_FORWARD_AUTH_URL", hook.uri());
      try (var service = ServiceProcess.start(folder.resolve("data"), environment)) {
        var tokens =
            List.of(
                GOOD,
                issuer.token("alice"),
                issuer.expired("alice"),
                issuer.token("alice", Map.of("aud", "other")),
                "wrong-token-0123456789-abcdefghij",
                "a.broken.token-0123456789-abcdefghij");
        var answers = new ArrayList<String>();
        for (var token : tokens) {
          var client = service.client().bearer(token);
          for (var verb : Verb.values()) {
            verb.dialects()
                .forEach(dialect ->
                    answers.add(verb.send(dialect, client, "/uploads/" + "A".repeat(24)) + ""));
          }
        }
        hook.answer(500);
        issuer.down(true);
        issuer.rotate("new");
        var late = issuer.token("alice");
        answers.add(service.client().bearer(late).tusCreate(1).toString());
        assertThat(answers.toString()).contains(mode.equals("tokens") ? "401" : "503");
        var said = service.log() + answers;
        assertThat(said).contains("access: " + mode);
        for (var token : tokens) {
          // Of a JWT, the signature is what must not be known.
          assertThat(said).doesNotContain(token.substring(token.lastIndexOf('.') + 1));
        }
        assertThat(said).doesNotContain(late.substring(late.lastIndexOf('.') + 1));
      }
    }
  }

  @Test
  void signedUrlsAreNotLogged() throws Exception {
    try (var bucket = new S3Bucket(S3Server.shared())) {
      var environment = new HashMap<String, String>();
      environment.put("LONGSHORE_LOG_LEVEL", "TRACE");
      environment.put("LONGSHORE_LOG_ACCESS", "true");
      environment.put("LONGSHORE_READ_ENABLED", "true");
      environment.put("LONGSHORE_READ_REDIRECT_ENABLED", "true");
      environment.put("LONGSHORE_STORAGE_TYPE", "s3");
      environment.put("LONGSHORE_STORAGE_S3_BUCKET", bucket.name());
      environment.put("LONGSHORE_STORAGE_S3_REGION", S3Server.REGION);
      environment.put("LONGSHORE_STORAGE_S3_ENDPOINT", bucket.server().endpoint());
      environment.put("LONGSHORE_STORAGE_S3_PATH_STYLE", "true");
      environment.put("LONGSHORE_STORAGE_S3_ACCESS_KEY_ID", S3Server.ACCESS_KEY_ID);
      environment.put("LONGSHORE_STORAGE_S3_SECRET_ACCESS_KEY", S3Server.SECRET_ACCESS_KEY);
      try (var service = ServiceProcess.start(folder.resolve("data"), environment)) {
        var upload = service.client().create(3);
        service.client().patch(upload, 0, "abc".getBytes());
        var answer = service.client().get(upload + "/content");
        assertThat(answer.status()).isEqualTo(307);
        var link = URI.create(answer.header("Location"));
        await("the access log").until(() -> service.log().contains("/content 307"));
        assertThat(link.getQuery()).contains("X-Amz-Signature=");
        assertThat(service.log()).doesNotContain("X-Amz-Signature").doesNotContain(link.getQuery());
      }
    }
  }

  @Test
  void thatNobodyIsAskedIsSaidAtTheStartAndInHealth() throws Exception {
    try (var service = ServiceProcess.start(folder, Map.of())) {
      assertThat(service.log()).contains("access: NONE").contains("LONGSHORE_ACCESS_MODE");
      var health = new UploadClient(service.uri()).get("/health").json();
      assertThat(health.at("/details/access/details/mode").textValue()).isEqualTo("none");
    }
  }
}
