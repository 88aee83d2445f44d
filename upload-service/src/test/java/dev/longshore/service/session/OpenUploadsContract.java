package dev.longshore.service.session;

import static dev.longshore.service.session.OpenUploads.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.session.OpenUploads.Admission;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every way of counting must do. */
public abstract class OpenUploadsContract {

  private final String client = "owner " + UUID.randomUUID();

  /** Two pods' views of the same. */
  protected abstract List<OpenUploads> pods();

  private OpenUploads pod() {
    return pods().getFirst();
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  @Test
  void placesAreGivenOutOnceAcrossPods() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries =
          IntStream.range(0, 100)
              .<Callable<Admission>>mapToObj(
                  i -> () -> pods().get(i % 2).admit(client, id(), 10, 7, UNLIMITED))
              .toList();
      assertThat(threads.invokeAll(tries).stream().map(Future::resultNow))
          .filteredOn(Admission.ADMITTED::equals)
          .hasSize(7);
    }
  }

  @Test
  void bytesAreGivenOutOnceAcrossPods() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries =
          IntStream.range(0, 100)
              .<Callable<Admission>>mapToObj(
                  i -> () -> pods().get(i % 2).admit(client, id(), 10, UNLIMITED, 75))
              .toList();
      assertThat(threads.invokeAll(tries).stream().map(Future::resultNow))
          .filteredOn(Admission.ADMITTED::equals)
          .hasSize(7);
    }
  }

  @Test
  void sameUploadIsCountedOnce() {
    var id = id();
    assertThat(pod().admit(client, id, 10, 1, 10)).isEqualTo(Admission.ADMITTED);
    assertThat(pod().admit(client, id, 10, 1, 10)).isEqualTo(Admission.ADMITTED);
    assertThat(pod().of(client)).containsOnlyKeys(id);
  }

  @Test
  void whatIsReleasedIsFreeAtEveryPod() {
    var id = id();
    pod().admit(client, id, 10, 1, 10);
    assertThat(pods().getLast().admit(client, id(), 0, 1, 10))
        .isEqualTo(Admission.TOO_MANY_UPLOADS);
    assertThat(pods().getLast().admit(client, id(), 1, 2, 10)).isEqualTo(Admission.TOO_MANY_BYTES);
    pods().getLast().release(List.of(id, "unknown"));
    pod().release(List.of(id));
    assertThat(pod().of(client)).isEmpty();
    assertThat(pod().admit(client, id(), 10, 1, 10)).isEqualTo(Admission.ADMITTED);
  }

  @Test
  void clientsDoNotCountForEachOther() {
    assertThat(pod().admit(client, id(), 10, 1, 10)).isEqualTo(Admission.ADMITTED);
    assertThat(pod().admit(client + " 2", id(), 10, 1, 10)).isEqualTo(Admission.ADMITTED);
  }

  @Test
  void growsAsFarAsThereIsRoomBesideTheOthers() {
    var growing = id();
    var other = id();
    pod().admit(client, growing, 0, UNLIMITED, 100);
    pod().admit(client, other, 60, UNLIMITED, 100);
    assertThat(pods().getLast().resize(growing, 30)).isEqualTo(30);
    assertThat(pods().getLast().resize(growing, 70)).isEqualTo(40);
    pod().release(List.of(other));
    assertThat(pod().resize(growing, 70)).isEqualTo(70);
    assertThat(pod().admit(client, id(), 31, UNLIMITED, 100)).isEqualTo(Admission.TOO_MANY_BYTES);
    assertThat(pod().resize(growing, 5)).isEqualTo(5);
    assertThat(pod().admit(client, id(), 95, UNLIMITED, 100)).isEqualTo(Admission.ADMITTED);
  }

  @Test
  void twoThatGrowAtOnceShareTheRoom() throws Exception {
    var ids = Stream.generate(OpenUploadsContract::id).limit(20).toList();
    ids.forEach(id -> pod().admit(client, id, 0, UNLIMITED, 100));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tries =
          ids.stream()
              .<Callable<Long>>map(id -> () -> pods().get(id.hashCode() & 1).resize(id, 30))
              .toList();
      assertThat(threads.invokeAll(tries).stream().mapToLong(Future::resultNow).sum())
          .isEqualTo(100);
    }
  }

  @Test
  void whatIsNotCountedGrowsAsItLikes() {
    assertThat(pod().resize(id(), 1000)).isEqualTo(1000);
    var unlimited = id();
    pod().admit(client, unlimited, 0, 5, UNLIMITED);
    assertThat(pod().resize(unlimited, 1L << 52)).isEqualTo(1L << 52);
  }
}
