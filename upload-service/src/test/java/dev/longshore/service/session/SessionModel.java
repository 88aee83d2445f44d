package dev.longshore.service.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longshore.service.session.Acquisition.Acquired;
import dev.longshore.service.session.Acquisition.Busy;
import dev.longshore.service.session.Acquisition.NotFound;

/** What one upload's session and lease should be, in the plainest terms: the reference. */
final class SessionModel {

  private UploadSession stored;
  private String holder;
  private boolean expired;
  private long fence;
  private boolean abandoned;
  private Urgency wanted;

  SessionModel(UploadSession stored) {
    this.stored = stored;
  }

  /** What is stored, or null once it is deleted. */
  UploadSession stored() {
    return stored;
  }

  boolean leased() {
    return stored != null && holder != null && !expired;
  }

  void expire() {
    expired = true;
  }

  void acquired(String name, Urgency urgency, Acquisition answer) {
    if (stored == null) {
      assertThat(answer).isInstanceOf(NotFound.class);
    } else if (leased() && !name.equals(holder)) {
      assertThat(answer).isInstanceOf(Busy.class);
      wanted = wanted == null || urgency.compareTo(wanted) > 0 ? urgency : wanted;
    } else {
      assertThat(answer).isInstanceOf(Acquired.class);
      taken(name, (Acquired) answer);
    }
  }

  private void taken(String name, Acquired answer) {
    if (!name.equals(holder)) {
      assertThat(answer.lease().fence()).as("every taking raises the fence").isGreaterThan(fence);
      fence = answer.lease().fence();
      abandoned |= holder != null;
      holder = name;
      wanted = null;
    }
    expired = false;
    assertThat(answer.lease().fence()).isEqualTo(fence);
    assertThat(answer.session()).isEqualTo(stored);
    assertThat(answer.abandoned()).isEqualTo(abandoned);
  }

  void committed(Lease lease, long from, UploadSession next, LeaseState answer) {
    boolean fits = stored != null && (stored.uploadedBytes() == from || stored.equals(next));
    if (holds(lease) && fits) {
      assertThat(answer).isEqualTo(state());
      stored = next;
      abandoned = false;
    } else {
      assertThat(answer).isEqualTo(LeaseState.LOST);
    }
  }

  void committedAndReleased(Lease lease, long from, UploadSession next, boolean answer) {
    if (stored != null && holder == null) {
      assertThat(answer)
          .as("the same once more, before anybody else took the lease")
          .isEqualTo(lease.fence() == fence && stored.equals(next));
    } else {
      committed(lease, from, next, answer ? state() : LeaseState.LOST);
      if (answer) {
        released(lease);
      }
    }
  }

  void renewed(Lease lease, LeaseState answer) {
    assertThat(answer).isEqualTo(holds(lease) ? state() : LeaseState.LOST);
  }

  void released(Lease lease) {
    if (holds(lease)) {
      holder = null;
      wanted = null;
    }
  }

  void deleted(Lease lease, boolean answer) {
    assertThat(answer).isEqualTo(stored == null || holds(lease));
    if (answer) {
      stored = null;
    }
  }

  private boolean holds(Lease lease) {
    return leased() && lease.holder().equals(holder) && lease.fence() == fence;
  }

  private LeaseState state() {
    return switch (wanted) {
      case null -> LeaseState.HELD;
      case SOON -> LeaseState.WANTED_SOON;
      case NOW -> LeaseState.WANTED_NOW;
    };
  }
}
