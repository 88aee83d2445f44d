package dev.longshore.service.storage.s3;

import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The body of a call: pieces one after the other, opened when their turn comes and again for a
 * retry.
 *
 * @param length bytes of all pieces
 * @param pieces each opens a stream of its own
 */
record Content(long length, List<Supplier<InputStream>> pieces) {

  private static final String TYPE = "application/octet-stream";

  static Content of(List<Content> contents) {
    return new Content(
        contents.stream().mapToLong(Content::length).sum(),
        contents.stream().flatMap(content -> content.pieces().stream()).toList());
  }

  RequestBody body() {
    return length == 0
        ? RequestBody.empty()
        : RequestBody.fromContentProvider(() -> new PieceStream(pieces), length, TYPE);
  }
}
