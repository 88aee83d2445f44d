package dev.longshore.service.http;

import java.util.Map;

/**
 * Problem types that the IETF's drafts register (RFC 9457; draft-ietf-httpbis-resumable-upload,
 * section "Problem Types"; draft-ietf-httpapi-digest-fields-problem-types).
 */
enum IetfProblem {
  MISMATCHING_OFFSET("mismatching-upload-offset", "Mismatching Upload Offset"),
  INCONSISTENT_LENGTH("inconsistent-upload-length", "Inconsistent Upload Length Values"),
  COMPLETED_UPLOAD("completed-upload", "Upload Is Completed"),
  MISMATCHING_DIGEST("digest-mismatching-value", "Mismatching Digest Value");

  private static final String REGISTRY = "https://iana.org/assignments/http-problem-types#";

  private final String type;
  private final String title;

  IetfProblem(String name, String title) {
    this.type = REGISTRY + name;
    this.title = title;
  }

  /** Gives a problem this type; what else it says stays. */
  void replaceIn(Map<String, Object> problem) {
    problem.put("type", type);
    problem.put("title", title);
  }
}
