package dev.longshore.service.session.redis;

import dev.longshore.service.session.UploadSession;

/**
 * How a session is written to Redis; the seed's {@code JsonOptions}. An application's own bean of
 * this type takes the place of {@link JsonSessionCodec}. One session must always give the same
 * text.
 */
public interface SessionCodec {

  /** The text stored for a session. */
  String encode(UploadSession session);

  /**
   * The session of a stored text.
   *
   * @throws IllegalArgumentException if it is not one; must not repeat the text
   */
  UploadSession decode(String text);
}
