package dev.longshore.service.session.memory;

import dev.longshore.service.session.SessionLook;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * A {@link SessionLook} at sessions in this process.
 *
 * @param sights what there is, by numbers in the order of creation
 */
record InMemorySessionLook(Supplier<SortedMap<Long, SessionLook.Sight>> sights)
    implements SessionLook {

  @Override
  public Page page(String idPrefix, String start, int wanted) {
    var found = new ArrayList<Sight>();
    for (var sight : sights.get().tailMap(Long.parseLong(start) + 1).entrySet()) {
      if (sight.getValue().session().uploadId().startsWith(idPrefix)) {
        found.add(sight.getValue());
      }
      if (found.size() >= wanted) {
        return new Page(found, Long.toString(sight.getKey()));
      }
    }
    return new Page(found, Page.FIRST);
  }

  @Override
  public Optional<Sight> one(String uploadId) {
    return sights.get().values().stream()
        .filter(sight -> sight.session().uploadId().equals(uploadId))
        .findFirst();
  }
}
