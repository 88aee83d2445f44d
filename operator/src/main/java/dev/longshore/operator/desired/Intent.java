package dev.longshore.operator.desired;

import dev.longshore.api.v1alpha1.UploadService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What people ask for by annotations of a resource, beside its spec. */
public final class Intent {

  /** While it is {@code true}, the operator changes nothing. */
  public static final String PAUSED = "longshore.dev/paused";

  /** While it is {@code true}, objects of the service's name that others made are taken over. */
  public static final String ADOPT = "longshore.dev/adopt";

  /** Any new value replaces the pods one by one. */
  public static final String RESTARTED_AT = "longshore.dev/restarted-at";

  private static final String DOMAIN = "longshore.dev/";

  private Intent() {}

  /** Whether the operator shall leave everything as it is. */
  public static boolean isPaused(UploadService service) {
    return "true".equals(annotations(service).get(PAUSED));
  }

  /** Whether others' objects are taken over. */
  public static boolean adopts(UploadService service) {
    return "true".equals(annotations(service).get(ADOPT));
  }

  /** When somebody last asked for new pods. */
  public static Optional<String> restartedAt(UploadService service) {
    return Optional.ofNullable(annotations(service).get(RESTARTED_AT));
  }

  /** Whether somebody asks for something else than before. */
  public static boolean differs(HasMetadata now, HasMetadata before) {
    return !of(now).equals(of(before));
  }

  /** All that is asked for in this way, by annotation. */
  public static Map<String, String> of(HasMetadata object) {
    var ours = new TreeMap<>(annotations(object));
    ours.keySet().removeIf(name -> !name.startsWith(DOMAIN));
    return ours;
  }

  private static Map<String, String> annotations(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getAnnotations()).orElseGet(Map::of);
  }
}
