package dev.polyprim.client;

/**
 * The server no longer knows whether it carried out an earlier attempt of the call: {@code
 * FAILED_PRECONDITION}, reason {@code REQUEST_ID_EXPIRED}.
 */
public final class RequestExpiredException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  RequestExpiredException(Failure failure) {
    super(failure);
  }
}
