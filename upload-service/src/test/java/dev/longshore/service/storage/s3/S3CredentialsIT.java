package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.longshore.service.server.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the service finds its credentials, in a process with an environment of its own. */
class S3CredentialsIT {

  @TempDir private Path folder;

  private Map<String, String> environment(S3Bucket bucket) {
    var environment = new HashMap<String, String>();
    environment.put("LONGSHORE_STORAGE_TYPE", "s3");
    environment.put("LONGSHORE_STORAGE_S3_BUCKET", bucket.name());
    environment.put("LONGSHORE_STORAGE_S3_ENDPOINT", bucket.server().endpoint());
    environment.put("LONGSHORE_STORAGE_S3_PATH_STYLE", "true");
    environment.put("LONGSHORE_STORAGE_S3_ATTEMPTS", "1");
    environment.put("AWS_REGION", S3Server.REGION);
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
    return environment;
  }

  private void requireWorks(S3Bucket bucket, Map<String, String> environment) throws IOException {
    try (var service = ServiceProcess.start(folder, environment)) {
      var client = service.client();
      var upload = client.tusCreate(3).header("Location");
      assertThat(client.patch(upload, 0, "abc".getBytes(StandardCharsets.US_ASCII)).status())
          .as(service.log())
          .isEqualTo(204);
      var key = upload.substring(upload.lastIndexOf('/') + 1);
      assertThat(bucket.keys("")).containsExactly(key);
      assertThat(service.log()).doesNotContain(S3Server.SECRET_ACCESS_KEY);
    }
  }

  @Test
  void awsVariables() throws IOException {
    try (var bucket = new S3Bucket(S3Server.shared())) {
      var environment = environment(bucket);
      environment.put("AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY_ID);
      environment.put("AWS_SECRET_ACCESS_KEY", S3Server.SECRET_ACCESS_KEY);
      requireWorks(bucket, environment);
    }
  }

  @Test
  void profileOfTheSharedFiles() throws IOException {
    try (var bucket = new S3Bucket(S3Server.shared())) {
      var file =
          Files.writeString(
              folder.resolve("credentials"),
              """
              [default]
              aws_access_key_id = wrong
              aws_secret_access_key = wrong
              [media]
              aws_access_key_id = %s
              aws_secret_access_key = %s
              """
                  .formatted(S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY));
      var environment = environment(bucket);
      environment.put("AWS_SHARED_CREDENTIALS_FILE", file.toString());
      environment.put("LONGSHORE_STORAGE_S3_PROFILE", "media");
      requireWorks(bucket, environment);
    }
  }

  /**
   * There is no real STS to be had here: this one answers as AWS's documentation shows, and the S3
   * server, which does not trust it, tells that it was shown the token.
   */
  @Test
  void webIdentityIsExchangedForATokenThatTheBucketIsShown() throws IOException {
    var asked = new AtomicReference<String>();
    var sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sts.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.set(URLDecoder.decode(body, StandardCharsets.UTF_8));
          var answer =
              """
              <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleWithWebIdentityResult><Credentials>
              <AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
              <SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
              </Credentials></AssumeRoleWithWebIdentityResult>
              </AssumeRoleWithWebIdentityResponse>
              """
                  .formatted(S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/xml");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    sts.start();
    try (var bucket = new S3Bucket(S3Server.shared())) {
      var token = Files.writeString(folder.resolve("token"), "the pod's token");
      var environment = environment(bucket);
      environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
      environment.put("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/uploads");
      environment.put("AWS_ROLE_SESSION_NAME", "uploads");
      environment.put("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:" + sts.getAddress().getPort());
      try (var service = ServiceProcess.start(folder, environment)) {
        var client = service.client();
        var upload = client.tusCreate(3).header("Location");
        client.patch(upload, 0, "abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(service.log()).contains("The provided token is malformed");
      }
      assertThat(asked.get()).contains("role/uploads").contains("the pod's token");
    } finally {
      sts.stop(0);
    }
  }

  @Test
  void wrongOnesAre503AndNotPrinted() throws IOException {
    try (var bucket = new S3Bucket(S3Server.shared())) {
      var environment = environment(bucket);
      environment.put("LONGSHORE_STORAGE_S3_ACCESS_KEY_ID", S3Server.ACCESS_KEY_ID);
      environment.put("LONGSHORE_STORAGE_S3_SECRET_ACCESS_KEY", "a-wrong-secret");
      try (var service = ServiceProcess.start(folder, environment)) {
        var client = service.client();
        var upload = client.tusCreate(3).header("Location");
        var answer = client.patch(upload, 0, "abc".getBytes(StandardCharsets.US_ASCII));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(client.get("/health").json().toString()).contains("DOWN");
        assertThat(service.log()).contains("signature").doesNotContain("a-wrong-secret");
      }
    }
  }

  @Test
  void missingRegionEndsTheStartAndSaysWhatToSet() throws Exception {
    try (var bucket = new S3Bucket(S3Server.shared())) {
      var environment = environment(bucket);
      environment.remove("LONGSHORE_STORAGE_S3_ENDPOINT");
      environment.put("AWS_REGION", "");
      assertThat(ServiceProcess.failToStart(folder, environment))
          .contains("LONGSHORE_STORAGE_S3_REGION");
    }
  }
}
