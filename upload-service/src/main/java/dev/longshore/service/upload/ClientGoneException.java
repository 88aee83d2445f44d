package dev.longshore.service.upload;

/**
 * The client went away in the middle of its body. What arrived is kept; nobody awaits an answer.
 */
public final class ClientGoneException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ClientGoneException(long offset) {
    super("the client went away; bytes up to " + offset + " are kept", null, false, false);
  }
}
