package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.storage.s3.UploadState.Multipart;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadStateTest {

  private static final long FENCE = 1_795_000_000_000L;

  @Test
  void isReadAsItWasWritten() {
    var grid = new PartGrid(8 << 20, 0, Long.MAX_VALUE);
    var tails = List.of(new Tail(16 << 20, 17 << 20, FENCE), new Tail(17 << 20, 17_900_000, 3));
    for (var state :
        List.of(
            UploadState.begin(grid, false),
            UploadState.begin(new PartGrid(1, 1000, 5L << 30), true),
            new UploadState(null, true, false, -1, 7, List.of(), new Multipart(1, "a.b;c~d")),
            new UploadState(grid, false, true, 1, 2, tails, new Multipart(FENCE, "abc")))) {
      assertThat(UploadState.parse(state.format(), 17_900_000)).isEqualTo(state);
    }
  }

  @Test
  void isShort() {
    var grid = new PartGrid(8 << 20, 0, Long.MAX_VALUE);
    var id = "2~Vn4dnnUvjYgYvFgbo8BJdPS9Kp0XyOzCQ7GkmVwLHxSfk3gJqv8dNhR5rTt6bC1EwZ".repeat(2);
    var tails =
        List.of(new Tail(16 << 20, 17 << 20, FENCE), new Tail(17 << 20, 18 << 20, FENCE + 90_000));
    var state = new UploadState(grid, false, false, 1, 2, tails, new Multipart(FENCE, id));
    assertThat(state.format()).hasSizeLessThan(256);
  }
}
