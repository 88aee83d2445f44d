package dev.longshore.service.storage.s3;

import java.net.URI;
import java.time.Duration;

/**
 * How readers are sent to the bucket itself.
 *
 * @param endpoint where readers reach the provider, or null if they do where this service does
 * @param lifetime how long a link can be used; S3 allows a week
 */
public record LinkOptions(URI endpoint, Duration lifetime) {}
