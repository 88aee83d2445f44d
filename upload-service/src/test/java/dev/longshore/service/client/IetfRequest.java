package dev.longshore.service.client;

import java.util.ArrayList;
import java.util.List;

/** Fields of a request of the IETF's resumable uploads, as whole lines. */
public final class IetfRequest {

  private final int version;
  private final List<String> lines = new ArrayList<>();

  private IetfRequest(int version) {
    this.version = version;
    if (version > 0) {
      lines.add("Upload-Draft-Interop-Version: " + version);
    }
  }

  /** In an interop version; 0 is without one. */
  public static IetfRequest in(int version) {
    return new IetfRequest(version);
  }

  /** Says whether the upload ends with the request, upside down in version 3. */
  public IetfRequest complete(boolean complete) {
    return version == 3
        ? with("Upload-Incomplete", complete ? "?0" : "?1")
        : with("Upload-Complete", complete ? "?1" : "?0");
  }

  public IetfRequest offset(long offset) {
    return with("Upload-Offset", Long.toString(offset))
        .with("Content-Type", "application/partial-upload");
  }

  public IetfRequest length(long length) {
    return with("Upload-Length", Long.toString(length));
  }

  /** Announces the body; chunked if the length is negative. */
  public IetfRequest content(long length) {
    return length < 0
        ? with("Transfer-Encoding", "chunked")
        : with("Content-Length", Long.toString(length));
  }

  public IetfRequest with(String name, String value) {
    lines.add(name + ": " + value);
    return this;
  }

  /** Whole lines, for {@link Wire}. */
  public String[] lines() {
    return lines.toArray(String[]::new);
  }

  /** Names and values by turns, for {@link UploadClient}. */
  public String[] fields() {
    return lines.stream()
        .flatMap(line -> List.of(line.split(": ", 2)).stream())
        .toArray(String[]::new);
  }
}
