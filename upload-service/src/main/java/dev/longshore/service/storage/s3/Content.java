package dev.longshore.service.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The body of a call: pieces one after the other, opened when their turn comes and again for a
 * retry.
 *
 * @param length bytes of all pieces
 * @param pieces each opens a stream of its own
 */
record Content(long length, List<Supplier<InputStream>> pieces) {

  private static final Logger LOG = LoggerFactory.getLogger(Content.class);
  private static final String TYPE = "application/octet-stream";

  static Content of(List<Content> contents) {
    return new Content(
        contents.stream().mapToLong(Content::length).sum(),
        contents.stream().flatMap(content -> content.pieces().stream()).toList());
  }

  RequestBody body() {
    return length == 0
        ? RequestBody.empty()
        : RequestBody.fromContentProvider(new Tries(pieces), length, TYPE);
  }

  /**
   * A stream for each try of a call. The SDK closes the last one only; what an earlier one still
   * read from the bucket would keep its connection for ever.
   */
  private static final class Tries implements ContentStreamProvider {

    private final List<Supplier<InputStream>> pieces;
    private PieceStream current;

    Tries(List<Supplier<InputStream>> pieces) {
      this.pieces = pieces;
    }

    @Override
    public synchronized InputStream newStream() {
      if (current != null) {
        try {
          current.close();
        } catch (IOException e) {
          LOG.debug("a try that failed did not end in order", e);
        }
      }
      current = new PieceStream(pieces);
      return current;
    }
  }
}
