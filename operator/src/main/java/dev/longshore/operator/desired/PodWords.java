package dev.longshore.operator.desired;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longshore.api.v1alpha1.EnvSpec;
import dev.longshore.api.v1alpha1.PodSecuritySpec;
import dev.longshore.api.v1alpha1.VolumeSpec;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a resource says in a Pod's own words, as a Pod's own types, in the form that the API server
 * keeps: what differed from it would be written for ever.
 */
final class PodWords {

  private static final ObjectMapper WORDS = new ObjectMapper();

  private PodWords() {}

  static <T> List<T> all(List<?> written, Class<T> type) {
    return orEmpty(written).stream().map(one -> WORDS.convertValue(one, type)).toList();
  }

  static <T> T one(Object written, Class<T> type) {
    return WORDS.convertValue(written, type);
  }

  static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  static EnvVar variable(EnvSpec written) {
    var variable = one(written, EnvVar.class);
    if (variable.getValueFrom() != null && variable.getValueFrom().getFieldRef() != null) {
      // The API server adds it, and compares the reference as a whole.
      variable.getValueFrom().getFieldRef().setApiVersion("v1");
    }
    return variable;
  }

  static Volume volume(VolumeSpec written) {
    var volume = one(written, Volume.class);
    var room = volume.getEmptyDir();
    if (room != null && room.getSizeLimit() != null) {
      room.setSizeLimit(CanonicalQuantity.of(room.getSizeLimit()));
    }
    return volume;
  }

  /** What is restricted, with what somebody wants otherwise. */
  @SuppressWarnings("unchecked")
  static PodSecurityContext merge(PodSecurityContext restricted, PodSecuritySpec wanted) {
    Map<String, Object> merged = new HashMap<>(one(restricted, Map.class));
    merged.putAll(one(wanted, Map.class));
    return one(merged, PodSecurityContext.class);
  }
}
