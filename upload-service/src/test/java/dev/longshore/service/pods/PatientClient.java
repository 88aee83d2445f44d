package dev.longshore.service.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.longshore.service.client.Answer;
import dev.longshore.service.client.UploadClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** A client that asks until some pod gives an answer that it can go on with. */
final class PatientClient {

  /** What may pass. */
  private static final Set<Integer> LATER = Set.of(409, 423, 503);

  private final Supplier<UploadClient> pods;

  /**
   * @param pods any of them each time
   */
  PatientClient(Supplier<UploadClient> pods) {
    this.pods = pods;
  }

  String create(int length) {
    return answered(pod -> pod.tusCreate(length), Set.of(201)).header("Location");
  }

  /** Where the upload stands then, which may be before the chunk's end. */
  long append(String upload, long offset, int chunk) {
    var answer = tried(pod -> pod.patch(upload, offset, new byte[chunk]));
    if (answer.isPresent() && answer.get().status() == 204) {
      return answer.get().offset();
    }
    return answered(pod -> pod.head(upload), Set.of(200)).offset();
  }

  /** Ends it; that it is gone already is the answer to one that was sent before. */
  void end(String upload) {
    answered(pod -> pod.tus("DELETE", upload), Set.of(204, 404, 410));
  }

  private Answer answered(Function<UploadClient, Answer> request, Set<Integer> wanted) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .until(() -> tried(request).filter(answer -> isOneOf(wanted, answer)), Optional::isPresent)
        .orElseThrow();
  }

  private static boolean isOneOf(Set<Integer> wanted, Answer answer) {
    assertThat(wanted.contains(answer.status()) || LATER.contains(answer.status()))
        .as(answer.toString())
        .isTrue();
    return wanted.contains(answer.status());
  }

  private Optional<Answer> tried(Function<UploadClient, Answer> request) {
    try {
      return Optional.of(request.apply(pods.get()));
    } catch (UncheckedIOException | CompletionException e) {
      return Optional.empty(); // The pod was killed, or is not there yet.
    }
  }
}
