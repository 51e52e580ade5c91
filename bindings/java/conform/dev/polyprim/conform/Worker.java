package dev.polyprim.conform;

import dev.polyprim.client.Counter;
import dev.polyprim.client.PolyprimException;
import dev.polyprim.client.Queue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.zip.CRC32;

/** One worker of a load, and what it has counted when it has ended. */
final class Worker implements Runnable {
  private static final int RECORD_BYTES = 64;

  final LongStream.Builder nanos = LongStream.builder();
  long adds;
  long pushes;
  long pops;
  long pushed;
  long popped;
  long pushedCrc;
  long poppedCrc;
  long errors;

  private final Counter counter;
  private final Queue queue;
  private final long length;
  private final String label;

  Worker(Counter counter, Queue queue, long length, String label) {
    this.counter = counter;
    this.queue = queue;
    this.length = length;
    this.label = label;
  }

  @Override
  public void run() {
    long begin = System.nanoTime();
    for (int i = 0; System.nanoTime() - begin < length; i++) {
      timed(() -> counter.add(1)).ifPresent(sum -> adds++);
      byte[] record = record(i);
      timed(() -> queue.push(record))
          .ifPresent(
              isIn -> {
                pushes++;
                if (isIn) {
                  pushed++;
                  pushedCrc ^= crc32(record);
                }
              });
      timed(queue::pop)
          .ifPresent(
              found -> {
                pops++;
                found.ifPresent(
                    bytes -> {
                      popped++;
                      poppedCrc ^= crc32(bytes);
                    });
              });
    }
  }

  private <T> Optional<T> timed(Supplier<T> call) {
    long begin = System.nanoTime();
    try {
      T reply = call.get();
      nanos.add(System.nanoTime() - begin);
      return Optional.of(reply);
    } catch (PolyprimException e) {
      errors++;
      return Optional.empty();
    }
  }

  private byte[] record(int i) {
    byte[] text = (label + "/" + i).getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(text, Math.max(text.length, RECORD_BYTES));
  }

  private static long crc32(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
