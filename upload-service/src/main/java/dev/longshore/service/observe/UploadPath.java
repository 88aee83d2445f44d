package dev.longshore.service.observe;

/** Which upload a request is about, as its path says. */
public final class UploadPath {

  private static final String BEFORE = "/uploads/";

  private UploadPath() {}

  /** The upload's id in a path, or null if it has none. */
  public static String id(String path) {
    if (!path.startsWith(BEFORE) || path.length() == BEFORE.length()) {
      return null;
    }
    int end = path.indexOf('/', BEFORE.length());
    return path.substring(BEFORE.length(), end < 0 ? path.length() : end);
  }
}
