package dev.polyprim.client;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All objects of one kind on a host: {@link PolyprimClient#counters()} and so on. Every method
 * throws {@link InvalidArgumentException} for what is no name, and whatever else a call can throw.
 *
 * @param <T> the class of the objects
 */
public abstract sealed class Kind<T> permits Counters, Queues, KafkaRebalanceHooks {
  static final int LIMIT_MAX = 256;

  final Connection connection;

  Kind(Connection connection) {
    this.connection = connection;
  }

  /**
   * The object of that name, without asking the host: if there is none, its methods throw {@link
   * NotFoundException}.
   *
   * @param name the object's name
   * @return the object
   */
  public abstract T named(String name);

  /**
   * A new object, with the options that its kind takes where none are given.
   *
   * @param name the object's name
   * @return the object, or empty if there is one of that name already
   */
  public Optional<T> create(String name) {
    return Connection.await(createAsync(name));
  }

  /**
   * Like {@link #create(String)}, without waiting.
   *
   * @param name the object's name
   * @return the object, or empty if there is one of that name already
   */
  public abstract CompletableFuture<Optional<T>> createAsync(String name);

  /**
   * The object of that name.
   *
   * @param name the object's name
   * @return the object
   * @throws NotFoundException if there is none
   */
  public T open(String name) {
    return Connection.await(openAsync(name));
  }

  /**
   * Like {@link #open}, without waiting.
   *
   * @param name the object's name
   * @return the object
   */
  public CompletableFuture<T> openAsync(String name) {
    return exists(
        name,
        exists -> {
          if (!exists) {
            throw Failure.notFound(name).exception();
          }
          return named(name);
        });
  }

  /**
   * Whether there is an object of that name and kind.
   *
   * @param name the name to look for
   * @return whether there is one
   */
  public boolean exists(String name) {
    return Connection.await(existsAsync(name));
  }

  /**
   * Like {@link #exists(String)}, without waiting.
   *
   * @param name the name to look for
   * @return whether there is one
   */
  public CompletableFuture<Boolean> existsAsync(String name) {
    return exists(name, exists -> exists);
  }

  /**
   * Deletes the object of that name.
   *
   * @param name the object's name
   * @return false if there was none
   */
  public boolean delete(String name) {
    return Connection.await(deleteAsync(name));
  }

  /**
   * Like {@link #delete}, without waiting.
   *
   * @param name the object's name
   * @return false if there was none
   */
  public CompletableFuture<Boolean> deleteAsync(String name) {
    CompletableFuture<Boolean> existed = new CompletableFuture<>();
    CompletableFuture<Void> deletion = deletion(name);
    deletion.whenComplete(
        (nothing, error) -> {
          if (error == null || error instanceof NotFoundException) {
            existed.complete(error == null);
          } else {
            existed.completeExceptionally(error);
          }
        });
    existed.whenComplete((value, error) -> deletion.cancel(true)); // if the caller cancels
    return existed;
  }

  /**
   * Some of the names that begin with a prefix, in no stated order.
   *
   * @param prefix what they begin with; all names if empty
   * @param cursor that of the page before, 0 for the first
   * @param limit most names, 1 to 256
   * @return the names, and where the next page begins
   */
  public Page list(String prefix, int cursor, int limit) {
    return Connection.await(listAsync(prefix, cursor, limit));
  }

  /**
   * Like {@link #list}, without waiting.
   *
   * @param prefix what they begin with; all names if empty
   * @param cursor that of the page before, 0 for the first
   * @param limit most names, 1 to 256
   * @return the names, and where the next page begins
   */
  public abstract CompletableFuture<Page> listAsync(String prefix, int cursor, int limit);

  /**
   * The name of every object that begins with a prefix, asked for page by page as they are read.
   *
   * @param prefix what they begin with; all names if empty
   * @return the names, in no stated order
   */
  public Stream<String> names(String prefix) {
    return Stream.iterate(
            list(prefix, 0, LIMIT_MAX),
            Objects::nonNull,
            page -> page.cursor() == 0 ? null : list(prefix, page.cursor(), LIMIT_MAX))
        .map(Page::names)
        .flatMap(List::stream);
  }

  abstract <A> CompletableFuture<A> exists(String name, Function<Boolean, A> answer);

  abstract CompletableFuture<Void> deletion(String name);
}
