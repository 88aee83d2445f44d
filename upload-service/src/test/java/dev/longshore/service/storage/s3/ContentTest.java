package dev.longshore.service.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentTest {

  /** As one of the bucket's, which holds a connection until it is closed. */
  private static final class Piece extends ByteArrayInputStream {
    private boolean open = true;

    private Piece() {
      super(new byte[] {1, 2, 3});
    }

    @Override
    public void close() {
      open = false;
    }
  }

  private final List<Piece> opened = new ArrayList<>();

  private InputStream open() {
    var piece = new Piece();
    opened.add(piece);
    return piece;
  }

  private Content content(int pieces) {
    return Content.of(java.util.Collections.nCopies(pieces, new Content(3, List.of(this::open))));
  }

  @Test
  void nextTryOfACallEndsWhatTheLastOneStillRead() throws IOException {
    var body = content(3).body().contentStreamProvider();
    for (int attempt = 1; attempt <= 4; attempt++) {
      // Into the second piece.
      assertThat(body.newStream().readNBytes(4)).containsExactly(1, 2, 3, 1);
      assertThat(opened.stream().filter(piece -> piece.open)).hasSize(1);
    }
    assertThat(opened).hasSize(8);
  }

  @Test
  void eachTryHasAllBytes() throws IOException {
    var body = content(2).body().contentStreamProvider();
    assertThat(body.newStream().readAllBytes()).hasSize(6);
    assertThat(body.newStream().readAllBytes()).hasSize(6);
  }
}
