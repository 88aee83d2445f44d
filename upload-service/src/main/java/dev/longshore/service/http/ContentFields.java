package dev.longshore.service.http;

import dev.longshore.service.upload.Download;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.netty.handler.codec.DateFormatter;
import java.util.Date;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is said of content. Whoever uploads chooses bytes and type, and others open them in their
 * browser at this origin: what could run there is saved instead of shown, and whatever is shown
 * runs nothing.
 *
 * @param contentType as it is answered
 * @param disposition as it is answered
 */
record ContentFields(String contentType, String disposition) {

  /** RFC 9110, section 8.3.1, in printable ASCII. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+(\\s*;[ -~]*)?");

  /** Types that browsers show without ever running anything; SVG, PDF and XML can hold scripts. */
  private static final Set<String> SHOWN =
      Set.of(
          "text/plain",
          "image/avif",
          "image/bmp",
          "image/gif",
          "image/jpeg",
          "image/png",
          "image/webp");

  private static final Set<String> SHOWN_KINDS = Set.of("audio", "video");

  /** Even what is not known to be dangerous gets no script, no form and no origin. */
  private static final String POLICY =
      "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";

  static ContentFields of(Download download) {
    var said = download.contentType();
    var type =
        said != null && MEDIA_TYPE.matcher(said).matches()
            ? said
            : MediaType.APPLICATION_OCTET_STREAM;
    var kind = isShown(type) ? "inline" : "attachment";
    return new ContentFields(type, ContentDisposition.of(kind, download.filename()));
  }

  private static boolean isShown(String type) {
    var name = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return SHOWN.contains(name) || SHOWN_KINDS.contains(name.split("/", 2)[0]);
  }

  /** Adds what tells one content from another; a 304 has it, too (RFC 9110, section 15.4.5). */
  static void identify(MutableHttpResponse<?> response, Download download) {
    response
        .header(HttpHeaders.ETAG, download.etag())
        .header(HttpHeaders.LAST_MODIFIED, DateFormatter.format(Date.from(download.lastModified())))
        // Who may read it is asked each time; whether it changed is cheap to ask.
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache");
  }

  /** Adds what is said of bytes. */
  <T> MutableHttpResponse<T> describe(MutableHttpResponse<T> response) {
    return response
        .header(HttpHeaders.ACCEPT_RANGES, "bytes")
        .header(HttpHeaders.CONTENT_TYPE, contentType)
        .header(HttpHeaders.CONTENT_DISPOSITION, disposition)
        .header("Content-Security-Policy", POLICY);
  }
}
