package dev.polyprim.conform;

import com.google.gson.JsonObject;
import dev.polyprim.client.Counter;
import dev.polyprim.client.PolyprimClient;
import dev.polyprim.client.Queue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Several workers that add, push and pop, one after the other, for some seconds. */
final class Load {
  private final List<Worker> workers;

  Load(PolyprimClient client, JsonObject args) {
    Counter counter = client.counters().named(args.get("counter").getAsString());
    Queue queue = client.queues().named(args.get("queue").getAsString());
    long nanos = (long) (args.get("seconds").getAsDouble() * 1e9);
    String label = args.get("label").getAsString();
    this.workers =
        IntStream.range(0, args.get("workers").getAsInt())
            .mapToObj(number -> new Worker(counter, queue, nanos, label + "/" + number))
            .toList();
  }

  /** Each worker has a thread of its own; the answer is there when all have ended. */
  CompletableFuture<JsonObject> start() {
    return CompletableFuture.allOf(
            workers.stream().map(Load::started).toArray(CompletableFuture<?>[]::new))
        .thenApply(nothing -> summary());
  }

  private static CompletableFuture<Void> started(Worker worker) {
    return CompletableFuture.runAsync(worker, task -> new Thread(task, "load").start());
  }

  private JsonObject summary() {
    JsonObject calls = new JsonObject();
    calls.addProperty("counter.add", sum(worker -> worker.adds));
    calls.addProperty("queue.push", sum(worker -> worker.pushes));
    calls.addProperty("queue.pop", sum(worker -> worker.pops));
    JsonObject summary = new JsonObject();
    summary.add("calls", calls);
    summary.addProperty("added", sum(worker -> worker.adds));
    summary.addProperty("pushed", sum(worker -> worker.pushed));
    summary.addProperty("popped", sum(worker -> worker.popped));
    summary.addProperty("pushed_crc", xor(worker -> worker.pushedCrc));
    summary.addProperty("popped_crc", xor(worker -> worker.poppedCrc));
    summary.addProperty("errors", sum(worker -> worker.errors));
    summary.add("latency_us", latency());
    return summary;
  }

  private long sum(ToLongFunction<Worker> what) {
    return workers.stream().mapToLong(what).sum();
  }

  private long xor(ToLongFunction<Worker> what) {
    return workers.stream().mapToLong(what).reduce(0, (a, b) -> a ^ b);
  }

  private JsonObject latency() {
    long[] sorted =
        workers.stream().flatMapToLong(worker -> worker.nanos.build()).sorted().toArray();
    JsonObject latency = new JsonObject();
    for (int percent : new int[] {50, 90, 99}) {
      latency.addProperty("p" + percent, micros(sorted, percent / 100.0));
    }
    latency.addProperty("max", micros(sorted, 1));
    return latency;
  }

  private static long micros(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1000;
  }
}
