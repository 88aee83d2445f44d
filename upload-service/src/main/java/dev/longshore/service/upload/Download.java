package dev.longshore.service.upload;

import dev.longshore.service.session.UploadSession;
import dev.longshore.service.storage.ObjectGoneException;
import dev.longshore.service.storage.StoredObject;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.Optional;

/** What was uploaded, open to be read. To be closed. */
public final class Download implements Closeable {

  private final UploadSession session;
  private final StoredObject object;

  Download(UploadSession session, StoredObject object) {
    this.session = session;
    this.object = object;
  }

  /** Bytes of the whole. */
  public long length() {
    return object.length();
  }

  /** A strong entity tag with its quotes. */
  public String etag() {
    return object.etag();
  }

  public Instant lastModified() {
    return object.lastModified();
  }

  /** The media type that its client said, unchecked, or null. */
  public String contentType() {
    return session.contentType();
  }

  /** What its client called it in the metadata ({@code filename}, or Uppy's {@code name}). */
  public Optional<String> filename() {
    var metadata = UploadMetadata.parse(session.metadata());
    return Optional.ofNullable(metadata.getOrDefault("filename", metadata.get("name")));
  }

  /**
   * Some of the bytes.
   *
   * @param length how many will be read, at least 1
   * @throws UploadRefusedException if they are gone
   */
  public ReadableByteChannel read(long from, long length) throws IOException {
    try {
      return object.read(from, length);
    } catch (ObjectGoneException e) {
      throw new UploadRefusedException(new Refusal.ObjectGone(session.uploadId()));
    }
  }

  /** See {@link StoredObject#link}. */
  public Optional<URI> link(String contentType, String contentDisposition) {
    return object.link(contentType, contentDisposition);
  }

  @Override
  public void close() throws IOException {
    object.close();
  }
}
