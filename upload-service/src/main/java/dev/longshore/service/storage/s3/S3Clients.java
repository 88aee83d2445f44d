package dev.longshore.service.storage.s3;

import dev.longshore.service.observe.Calls;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Clients as this storage needs them: blocking, for virtual threads. */
final class S3Clients {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(20);

  /** Calls without a body, beside those that the permits count. */
  private static final int SMALL_CALLS = 64;

  /** More than that wait for one to be done. */
  private static final int MOST_READERS = 1000;

  private S3Clients() {}

  /**
   * The connections, which several clients may share.
   *
   * @param concurrency calls with a body at once; each may read from another object meanwhile
   */
  static SdkHttpClient connections(S3Connection connection, int concurrency) {
    return http(connection, 2 * concurrency + SMALL_CALLS);
  }

  /** The connections of readers, each of which holds one for as long as it reads. */
  static SdkHttpClient readers(S3Connection connection) {
    return http(connection, MOST_READERS);
  }

  private static SdkHttpClient http(S3Connection connection, int most) {
    return Apache5HttpClient.builder()
        .maxConnections(most)
        .connectionTimeout(CONNECT)
        .socketTimeout(connection.timeout())
        .connectionAcquisitionTimeout(connection.timeout())
        .connectionMaxIdleTime(IDLE)
        .expectContinueEnabled(false)
        .tcpKeepAlive(true)
        .build();
  }

  /**
   * @param http stays open when the client is closed
   * @param attempts how often a call is tried
   * @param calls hears of every call
   */
  static S3Client connect(SdkHttpClient http, S3Connection connection, int attempts, Calls calls) {
    var builder =
        S3Client.builder()
            .httpClient(http)
            .credentialsProvider(credentials(connection))
            .forcePathStyle(connection.pathStyle())
            .disableS3ExpressSessionAuth(true)
            .serviceConfiguration(s -> s.chunkedEncodingEnabled(false).expectContinueEnabled(false))
            // Checksums are ours, made as the bytes came; others only where S3 wants one.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(o ->
                o.apiCallAttemptTimeout(connection.timeout())
                    .addExecutionInterceptor(new CallWatch(calls))
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(attempts)
                            .build()));
    var region = region(connection);
    if (region != null) {
      builder.region(region);
    }
    if (connection.endpoint() != null) {
      builder.endpointOverride(connection.endpoint());
      if ("http".equals(connection.endpoint().getScheme()) && !connection.signPayload()) {
        builder.putAuthScheme(new UnsignedPayload());
      }
    }
    return builder.build();
  }

  /**
   * What signs links.
   *
   * @param endpoint where those who follow them reach the provider, or null if as this service
   */
  static S3Presigner presigner(S3Connection connection, URI endpoint) {
    var builder =
        S3Presigner.builder()
            .credentialsProvider(credentials(connection))
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(connection.pathStyle()).build());
    var region = region(connection);
    if (region != null) {
      builder.region(region);
    }
    if (endpoint != null || connection.endpoint() != null) {
      builder.endpointOverride(endpoint == null ? connection.endpoint() : endpoint);
    }
    return builder.build();
  }

  /** Null where AWS's own variables and files are to be asked. */
  private static Region region(S3Connection connection) {
    if (connection.region() != null) {
      return Region.of(connection.region());
    }
    return connection.endpoint() == null ? null : regionOfOthers();
  }

  /** Other providers mostly take any region, but it has to be signed. */
  private static Region regionOfOthers() {
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkClientException e) {
      return Region.US_EAST_1;
    }
  }

  private static AwsCredentialsProvider credentials(S3Connection connection) {
    if (connection.accessKeyId() != null) {
      return StaticCredentialsProvider.create(
          AwsBasicCredentials.create(connection.accessKeyId(), connection.secretAccessKey()));
    }
    var chain = DefaultCredentialsProvider.builder();
    if (connection.profile() != null) {
      chain.profileName(connection.profile());
    }
    return chain.build();
  }
}
