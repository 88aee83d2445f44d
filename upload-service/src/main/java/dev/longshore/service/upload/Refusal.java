package dev.longshore.service.upload;

import dev.longshore.service.upload.digest.DigestCheck;
import java.time.Duration;
import java.util.List;

/** Why a request was not done, or not to its end. Each says what the client can do about it. */
public sealed interface Refusal {

  /** What happened and what to do, for a person. */
  String detail();

  /** No such upload: never created, expired, or ended. */
  record NotFound(String uploadId) implements Refusal {
    @Override
    public String detail() {
      return "There is no upload " + uploadId + ". It may have expired: create a new one.";
    }
  }

  /** There was such an upload and bytes of it are kept, but no session tells how far it came. */
  record Lost(String uploadId) implements Refusal {
    @Override
    public String detail() {
      return "Upload " + uploadId + " can't be gone on with: its session is gone. Create it anew.";
    }
  }

  /** The chunk does not start where the upload stands. */
  record OffsetMismatch(long current, long provided) implements Refusal {
    @Override
    public String detail() {
      return "The upload stands at offset %d, the chunk starts at %d. Go on from %d."
          .formatted(current, provided, current);
    }
  }

  /** Another request writes to the upload and did not end in time. */
  record Busy(Duration retryAfter) implements Refusal {
    @Override
    public String detail() {
      return "Another request is writing to this upload. Ask for the offset again shortly.";
    }
  }

  /** A newer request for the same upload ended this one; what arrived until then is kept. */
  record TakenOver(long offset) implements Refusal {
    @Override
    public String detail() {
      return "A newer request took this upload over. Bytes up to " + offset + " are kept.";
    }
  }

  /** The pod is stopping; what arrived is kept. {@code offset} is -1 where none is known. */
  record Stopping(long offset) implements Refusal {
    @Override
    public String detail() {
      return "This server is stopping. Ask for the offset and go on: another one takes over.";
    }
  }

  /** The pod could not keep its lease alive; what was acknowledged is safe. */
  record LeaseLost() implements Refusal {
    @Override
    public String detail() {
      return "The upload could not be held any longer. Ask for the offset and go on from there.";
    }
  }

  /** The upload is larger than this service takes. {@code announced}: -1 if that only showed. */
  record UploadTooLarge(long limit, long announced) implements Refusal {
    @Override
    public String detail() {
      return announced < 0
          ? "Uploads may have %d bytes at most.".formatted(limit)
          : "Uploads may have %d bytes at most, this one has %d.".formatted(limit, announced);
    }
  }

  /** The length now said is not the one said before, or less than what is here already. */
  record LengthMismatch(long known, long said) implements Refusal {
    @Override
    public String detail() {
      return "The upload can't have %d bytes: %d are known of it. A length is said once."
          .formatted(said, known);
    }
  }

  /** The chunk is larger than this service takes in one request. {@code offset}: -1 if unknown. */
  record ChunkTooLarge(long limit, long offset) implements Refusal {
    @Override
    public String detail() {
      return "A chunk may have %d bytes at most. Send smaller ones.".formatted(limit);
    }
  }

  /** The upload is smaller than this service takes. */
  record UploadTooSmall(long limit, long announced) implements Refusal {
    @Override
    public String detail() {
      return "Uploads must have %d bytes at least, this one has %d.".formatted(limit, announced);
    }
  }

  /** The chunk is smaller than this service takes, and not the last. {@code offset}: -1 if none. */
  record ChunkTooSmall(long limit, long offset) implements Refusal {
    @Override
    public String detail() {
      return "A chunk must have %d bytes at least, unless it is the last. Send larger ones."
          .formatted(limit);
    }
  }

  /** No bytes can be sent for an upload that is made of pieces. */
  record MadeOfPieces(String uploadId) implements Refusal {
    @Override
    public String detail() {
      return "Upload " + uploadId + " is made of partial uploads. Send bytes to those.";
    }
  }

  /** An upload shall be made of one that does not exist. */
  record UnknownPiece(String piece) implements Refusal {
    @Override
    public String detail() {
      return "There is no partial upload " + piece + ". It may have expired: upload it again.";
    }
  }

  /** An upload shall be made of one that is not partial. */
  record NoPiece(String piece) implements Refusal {
    @Override
    public String detail() {
      return "Upload "
          + piece
          + " was not created with Upload-Concat: partial, so that nothing can be made of it.";
    }
  }

  /** A piece expired or was ended before the upload was made of it. */
  record PieceGone(String piece) implements Refusal {
    @Override
    public String detail() {
      return "The partial upload "
          + piece
          + " is gone, so that nothing can be made of it. Upload it again and concatenate anew.";
    }
  }

  /** The storage does not have the bytes that the sessions of pieces tell of. */
  record PiecesLost(String uploadId) implements Refusal {
    @Override
    public String detail() {
      return "Bytes of the partial uploads of "
          + uploadId
          + " are gone, so that nothing can be made of them. Upload them again as new ones.";
    }
  }

  /** The bytes of a chunk are not what their digest says; none of them counts. */
  record DigestMismatch(DigestCheck.Mismatch mismatch, long offset) implements Refusal {
    @Override
    public String detail() {
      return "The bytes that arrived have %s %s in base64, the request says %s. Send them again."
          .formatted(
              mismatch.said().algorithm(), mismatch.computed().base64(), mismatch.said().base64());
    }
  }

  /** The body goes on behind the announced end of the upload. {@code offset}: -1 if unknown. */
  record BeyondLength(long totalSize, long offset) implements Refusal {
    @Override
    public String detail() {
      return "The upload was announced with %d bytes; this chunk goes beyond them."
          .formatted(totalSize);
    }
  }

  /** The target path breaks a rule. */
  record InvalidPath(String rule) implements Refusal {
    @Override
    public String detail() {
      return "The path can't be used: " + rule + ".";
    }
  }

  /** The target path is not in one of the folders that the caller may store in. */
  record PathForbidden(String path, List<String> folders) implements Refusal {
    @Override
    public String detail() {
      return folders.isEmpty()
          ? "You may not store anything here."
          : "You may not store %s. Choose a path that begins with %s/."
              .formatted(path, String.join("/ or ", folders));
    }
  }

  /** A field of the request is missing or malformed. */
  record InvalidRequest(String detail) implements Refusal {}

  /** An object lies under the target path and may not be replaced. */
  record PathTaken(String path) implements Refusal {
    @Override
    public String detail() {
      return "There is something under " + path + " already. Choose another path.";
    }
  }

  /** Bytes are missing for completing the upload. */
  record Incomplete(long uploadedBytes, Long totalSize) implements Refusal {
    @Override
    public String detail() {
      return totalSize == null
          ? "%d bytes are here, and the length was not said yet.".formatted(uploadedBytes)
          : "%d of %d bytes are here. Send the rest first.".formatted(uploadedBytes, totalSize);
    }
  }

  /** The client has as many uploads under way as it may. */
  record TooManyUploads(long limit) implements Refusal {
    @Override
    public String detail() {
      return "You may have %d uploads at the same time. Complete or end one first."
          .formatted(limit);
    }
  }

  /** The client's uploads that are under way have as many bytes as they may. */
  record TooManyBytes(long limit) implements Refusal {
    @Override
    public String detail() {
      return "Your unfinished uploads may have %d bytes together. Complete or end one first."
          .formatted(limit);
    }
  }

  /** The client asks too often. */
  record TooManyRequests(Duration retryAfter) implements Refusal {
    @Override
    public String detail() {
      return "You ask too often. Wait, and send larger chunks.";
    }
  }

  /** The upload is of a kind that is not taken. */
  record ContentTypeRefused(List<String> allowed) implements Refusal {
    @Override
    public String detail() {
      return "Uploads of this type are not taken. Allowed are: %s."
          .formatted(String.join(", ", allowed));
    }
  }

  /** The body comes too slowly; what came is kept. */
  record TooSlow(long offset) implements Refusal {
    @Override
    public String detail() {
      return "The body came too slowly. Bytes up to " + offset + " are kept: go on from there.";
    }
  }

  /**
   * A hook of the service's owner refused the upload.
   *
   * @param status of HTTP, 4xx
   * @param title what happened, or null if the hook did not say
   * @param reason what it said of it for the client, or null
   */
  record RefusedByHook(int status, String title, String reason) implements Refusal {
    @Override
    public String detail() {
      return reason == null ? "This service's owner does not take this upload." : reason;
    }
  }

  /** A hook that has to be asked gives no answer. {@code offset}: what is kept; -1 for nothing. */
  record HookUnavailable(Duration retryAfter, long offset) implements Refusal {
    @Override
    public String detail() {
      return offset < 0
          ? "Whether this upload is taken can't be found out at the moment. Try again."
          : "Every byte is kept, and whether the upload is taken can't be found out at the moment."
              + " Ask for the offset again shortly.";
    }
  }

  /** No room is left. {@code offset}: what is kept; -1 where the upload has none. */
  record OutOfSpace(long offset) implements Refusal {
    @Override
    public String detail() {
      return "The storage is full. What was sent before is kept; go on when there is room.";
    }
  }

  /**
   * What is not finished can't be read.
   *
   * @param full whether all bytes are here
   */
  record Unfinished(boolean full) implements Refusal {
    @Override
    public String detail() {
      return full
          ? "The upload is not finished, though all bytes are here. POST to its /complete first."
          : "The upload is not finished. Send the rest first, then read.";
    }
  }

  /** A piece of other uploads is never an object by itself. */
  record PieceUnreadable(String uploadId) implements Refusal {
    @Override
    public String detail() {
      return "Upload " + uploadId + " is a partial one. Read what is made of it.";
    }
  }

  /** The object was removed, or replaced by that of another upload. */
  record ObjectGone(String uploadId) implements Refusal {
    @Override
    public String detail() {
      return "What upload " + uploadId + " brought is not there any more: removed, or replaced.";
    }
  }
}
