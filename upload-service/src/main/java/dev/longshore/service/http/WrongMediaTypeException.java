package dev.longshore.service.http;

/** The body has another media type than the protocol asks for. */
final class WrongMediaTypeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WrongMediaTypeException(String expected) {
    super("The body must have Content-Type " + expected + ".", null, false, false);
  }
}
