package dev.longshore.service.access;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.IetfRequest;
import dev.longshore.service.client.UploadClient;
import java.util.Set;

/** Everything that can be asked of the service, as each dialect says it. */
enum Verb {
  CREATE(true),
  CREATE_WITH_BYTES(true),
  CREATE_BY_PUT(true),
  CONCATENATE(true),
  OFFSET(false),
  APPEND(false),
  APPEND_BY_POST(false),
  STATUS(false),
  READ(false),
  DESCRIBE(false),
  COMPLETE(false),
  TERMINATE(false);

  static final byte[] BYTES = "0123456789".getBytes();

  private static final byte[] NONE = {};

  /** Whether it needs no upload. */
  final boolean creates;

  Verb(boolean creates) {
    this.creates = creates;
  }

  enum Dialect {
    TUS,
    IETF,
    JSON
  }

  Set<Dialect> dialects() {
    return switch (this) {
      case CREATE, OFFSET, APPEND, STATUS, TERMINATE -> Set.of(Dialect.values());
      case CREATE_WITH_BYTES -> Set.of(Dialect.TUS, Dialect.IETF);
      case CREATE_BY_PUT -> Set.of(Dialect.IETF);
      case CONCATENATE, APPEND_BY_POST -> Set.of(Dialect.TUS);
      case COMPLETE, READ, DESCRIBE -> Set.of(Dialect.JSON);
    };
  }

  /**
   * Does it.
   *
   * @param upload what it is about; for {@link #CONCATENATE} the piece
   */
  Answer send(Dialect dialect, UploadClient client, String upload) {
    var ietf = IetfRequest.in(8);
    return switch (this) {
      case CREATE ->
          switch (dialect) {
            case TUS -> client.tusCreate(10);
            case IETF ->
                client.send("POST", "/uploads", NONE, ietf.complete(false).length(10).fields());
            case JSON -> client.json("{\"totalSize\":10}");
          };
      case CREATE_WITH_BYTES ->
          dialect == Dialect.TUS
              ? client.send(
                  "POST",
                  "/uploads",
                  BYTES,
                  "Tus-Resumable",
                  "1.0.0",
                  "Upload-Length",
                  "20",
                  "Content-Type",
                  "application/offset+octet-stream")
              : client.send("POST", "/uploads", BYTES, ietf.complete(false).length(20).fields());
      case CREATE_BY_PUT ->
          client.send("PUT", "/uploads", BYTES, ietf.complete(false).length(20).fields());
      case CONCATENATE -> client.tus("POST", "/uploads", "Upload-Concat", "final;" + upload);
      case OFFSET ->
          switch (dialect) {
            case TUS -> client.head(upload);
            case IETF -> client.send("HEAD", upload, NONE, IetfRequest.in(8).fields());
            case JSON -> client.send("HEAD", upload, NONE);
          };
      case APPEND ->
          switch (dialect) {
            case TUS -> client.patch(upload, 0, BYTES);
            case IETF ->
                client.send("PATCH", upload, BYTES, ietf.complete(true).offset(0).fields());
            case JSON -> client.send("PATCH", upload, BYTES, "Upload-Offset", "0");
          };
      case APPEND_BY_POST ->
          client.send(
              "POST",
              upload,
              BYTES,
              "X-HTTP-Method-Override",
              "PATCH",
              "Tus-Resumable",
              "1.0.0",
              "Upload-Offset",
              "0",
              "Content-Type",
              "application/offset+octet-stream");
      case STATUS ->
          dialect == Dialect.IETF
              ? client.send("GET", upload, NONE, IetfRequest.in(8).fields())
              : client.get(upload);
      case READ -> client.get(upload + "/content");
      case DESCRIBE -> client.send("HEAD", upload + "/content", NONE);
      case COMPLETE -> client.send("POST", upload + "/complete", NONE);
      case TERMINATE ->
          dialect == Dialect.IETF
              ? client.send("DELETE", upload, NONE, IetfRequest.in(8).fields())
              : dialect == Dialect.TUS
                  ? client.tus("DELETE", upload)
                  : client.send("DELETE", upload, NONE);
    };
  }
}
