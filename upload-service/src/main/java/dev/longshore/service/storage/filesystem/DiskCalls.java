package dev.longshore.service.storage.filesystem;

import dev.longshore.service.observe.Callee;
import dev.longshore.service.observe.Calls;
import dev.longshore.service.observe.Outcome;
import dev.longshore.service.storage.ObjectExistsException;
import dev.longshore.service.storage.ObjectGoneException;
import dev.longshore.service.storage.UploadLostException;
import java.io.IOException;

/**
 * What takes time in a file system, under the eyes of those that watch it.
 *
 * @param calls hears of it
 */
record DiskCalls(Calls calls) {

  /** Some work in the file system. */
  interface Work<T> {
    T run() throws IOException;
  }

  <T> T call(String operation, Work<T> work) throws IOException {
    var call = calls.begin(Callee.FILESYSTEM, operation);
    try {
      T result = work.run();
      call.ended(Outcome.SUCCESS, null);
      return result;
    } catch (ObjectExistsException | ObjectGoneException | UploadLostException e) {
      call.ended(Outcome.REFUSED, e);
      throw e;
    } catch (IOException | RuntimeException e) {
      call.ended(Outcome.FAILURE, e);
      throw e;
    }
  }
}
