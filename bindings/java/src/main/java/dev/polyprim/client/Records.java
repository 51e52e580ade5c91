package dev.polyprim.client;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The records of a queue as they come: {@link Queue#records}. It pops one when it is asked for one,
 * waits as long as there is none, and ends when it is closed, which another thread may do. A
 * failing pop throws what {@link Queue#pop(Duration)} throws, and the next one may succeed.
 *
 * <p>Closing it ends the pop that waits. A record that the host gives out at that very moment is
 * lost with the answer.
 */
public final class Records implements Iterable<byte[]>, AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(5);

  private final Queue queue;
  private boolean isClosed;
  private CompletableFuture<Optional<byte[]>> waiting;

  Records(Queue queue) {
    this.queue = queue;
  }

  /**
   * The records, each of which is given out once, by whichever iterator asks first.
   *
   * @return an iterator for one thread
   */
  @Override
  public Iterator<byte[]> iterator() {
    return new Popping();
  }

  /**
   * The records as a stream, which closes this when it is closed itself.
   *
   * @return an endless stream, to be read by one thread
   */
  public Stream<byte[]> stream() {
    return StreamSupport.stream(spliterator(), false).onClose(this::close);
  }

  /** Ends the sequence, and the pop that waits. May be repeated. */
  @Override
  public synchronized void close() {
    isClosed = true;
    if (waiting != null) {
      waiting.cancel(true);
    }
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  /** A pop that waits, unless this is closed. */
  private synchronized Optional<CompletableFuture<Optional<byte[]>>> pop() {
    if (isClosed) {
      return Optional.empty();
    }
    waiting = queue.popAsync(WAIT);
    return Optional.of(waiting);
  }

  private final class Popping implements Iterator<byte[]> {
    private Optional<byte[]> next = Optional.empty();

    @Override
    public boolean hasNext() {
      while (next.isEmpty()) {
        Optional<CompletableFuture<Optional<byte[]>>> pop = pop();
        if (pop.isEmpty()) {
          return false;
        }
        try {
          next = Connection.await(pop.get());
        } catch (CancelledException e) {
          if (!isClosed()) {
            throw e;
          }
        }
      }
      return true;
    }

    @Override
    public byte[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the records are closed");
      }
      byte[] record = next.get();
      next = Optional.empty();
      return record;
    }
  }
}
