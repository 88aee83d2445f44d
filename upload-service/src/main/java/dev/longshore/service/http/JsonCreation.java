package dev.longshore.service.http;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;

/**
 * What {@code POST /uploads} takes as JSON.
 *
 * @param path where the finished object shall lie; its id if absent
 * @param totalSize bytes of the whole upload; required
 * @param contentType media type, or absent
 * @param metadata text values under names of the client's choice, or absent
 */
@Serdeable
record JsonCreation(
    String path, Long totalSize, String contentType, Map<String, String> metadata) {}
