package dev.longshore.service.hooks;

/** When a hook is asked. */
public enum HookPoint {
  PRE_CREATE("pre-create", "creating"),
  PRE_COMPLETE("pre-complete", "completing");

  private final String text;
  private final String verb;

  HookPoint(String text, String verb) {
    this.text = text;
    this.verb = verb;
  }

  /** Type of the CloudEvent that is sent. */
  String eventType() {
    return "dev.longshore.upload." + verb;
  }

  /** Names a question; asked again, it has the same name. Without a dot, which signing forbids. */
  String questionId(String uploadId) {
    return verb + "-" + uploadId;
  }

  /** As in options, logs and metrics. */
  @Override
  public String toString() {
    return text;
  }
}
