package dev.polyprim.client;

/**
 * A value is outside its range, or a field is missing: {@code INVALID_ARGUMENT}. {@link #field()}
 * names a wrong field.
 */
public final class InvalidArgumentException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  InvalidArgumentException(Failure failure) {
    super(failure);
  }
}
