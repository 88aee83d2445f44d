package dev.longshore.service.session.redis;

/**
 * How far an upload that is under way is told of.
 *
 * @param told number of its last event; 0 while there is none
 * @param data of that event; with none, when it was announced, in milliseconds since 1970
 */
record OpenUpload(long told, String data) {

  static OpenUpload of(String text) {
    int space = text.indexOf(' ');
    return new OpenUpload(Long.parseLong(text.substring(0, space)), text.substring(space + 1));
  }

  String text() {
    return told + " " + data;
  }
}
