package dev.longshore.service.session.memory;

import dev.longshore.service.session.OpenUploads;
import dev.longshore.service.session.OpenUploadsContract;
import java.time.InstantSource;
import java.util.List;

class InMemoryOpenUploadsTest extends OpenUploadsContract {

  private final OpenUploads open = new InMemoryOpenUploads(InstantSource.system());

  @Override
  protected List<OpenUploads> pods() {
    return List.of(open, open);
  }
}
