package dev.longshore.service.http;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.exceptions.HttpStatusException;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which protocol a request speaks. */
@Singleton
final class Dialects {

  private final TusDialect tus;
  private final JsonDialect json;
  private final UploadLimitField limits;
  private final Map<InteropVersion, IetfDialect> ietf;

  Dialects(TusDialect tus, JsonDialect json, UploadLimitField limits) {
    this.tus = tus;
    this.json = json;
    this.limits = limits;
    this.ietf =
        InteropVersion.all().stream()
            .collect(
                Collectors.toMap(Function.identity(), version -> new IetfDialect(version, limits)));
  }

  /**
   * @throws HttpStatusException if it is tus in a version that is not spoken here
   */
  Dialect of(HttpRequest<?> request) {
    if (IetfDialect.speaks(request)) {
      return ietf(request);
    }
    if (TusDialect.speaks(request)) {
      if (!TusDialect.isRightVersion(request)) {
        throw new HttpStatusException(
            HttpStatus.PRECONDITION_FAILED, "Tus-Resumable must be " + TusDialect.VERSION + ".");
      }
      return tus;
    }
    // Who asks for nothing but the offset says no more in the IETF's protocol once it is an RFC.
    return request.getMethod() == HttpMethod.HEAD ? ietf(request) : json;
  }

  /** The IETF's protocol in the version that the request says. */
  IetfDialect ietf(HttpRequest<?> request) {
    return ietf.get(InteropVersion.of(request));
  }

  /** What every protocol tells of itself before an upload. */
  MutableHttpResponse<?> options() {
    return tus.options()
        .header(Headers.UPLOAD_LIMIT, limits.ofService())
        .header("Want-Content-Digest", DigestFields.WANTED)
        .header("Want-Repr-Digest", DigestFields.WANTED)
        .header("Accept-Patch", IetfDialect.MEDIA_TYPE + ", " + TusDialect.MEDIA_TYPE);
  }

  JsonDialect json() {
    return json;
  }
}
