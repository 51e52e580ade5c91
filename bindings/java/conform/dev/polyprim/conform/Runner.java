package dev.polyprim.conform;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.polyprim.client.PolyprimClient;
import dev.polyprim.client.PolyprimClientBuilder;
import dev.polyprim.client.PolyprimException;
import dev.polyprim.client.Tls;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Obeys commands by the client library, as an application would. It expects nothing. */
final class Runner {
  private static final Context.Key<Metadata> METADATA = Context.key("metadata");

  private final Consumer<String> say;
  private final Map<String, PolyprimClient> clients = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<JsonObject>> calls = new ConcurrentHashMap<>();

  /** Each answer is one line; several threads give them. */
  Runner(Consumer<String> say) {
    this.say =
        line -> {
          synchronized (this) {
            say.accept(line);
          }
        };
  }

  /** Begins to do what a line commands; the answer follows by itself. */
  void obey(String line) {
    JsonObject command = JsonParser.parseString(line).getAsJsonObject();
    long id = command.get("id").getAsLong();
    JsonObject args = command.has("args") ? command.getAsJsonObject("args") : new JsonObject();
    begin(id, command.get("op").getAsString(), args)
        .whenComplete((ok, error) -> say.accept(answer(id, ok, error)));
  }

  private CompletableFuture<JsonObject> begin(long id, String op, JsonObject args) {
    try {
      return switch (op) {
        case "about" -> done(about());
        case "connect" -> done(connect(args));
        case "close" -> CompletableFuture.supplyAsync(() -> close(args));
        case "cancel" -> done(cancel(args));
        case "call" -> call(id, args);
        case "load" -> new Load(client(args), args).start();
        default -> CompletableFuture.failedFuture(new UnsupportedOperationException(op));
      };
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static JsonObject about() {
    JsonObject about = new JsonObject();
    about.addProperty("language", "java");
    about.addProperty("client", PolyprimClient.class.getPackage().getImplementationVersion());
    about.addProperty("runtime", System.getProperty("java.version"));
    return about;
  }

  private JsonObject connect(JsonObject args) {
    PolyprimClientBuilder builder =
        PolyprimClient.builder(args.get("target").getAsString()).interceptor(new WithMetadata());
    for (Map.Entry<String, JsonElement> option : args.entrySet()) {
      JsonElement value = option.getValue();
      switch (option.getKey()) {
        case "timeout_ms" -> builder.timeout(Duration.ofMillis(value.getAsLong()));
        case "namespace" -> builder.namespace(value.getAsString());
        case "token" -> builder.token(value.getAsString());
        case "tls" -> builder.tls(tls(value.getAsJsonObject()));
        case "safe_retries" -> builder.safeRetries(value.getAsBoolean());
        case "attempts" -> builder.attempts(value.getAsInt());
        default -> {} // client and target
      }
    }
    PolyprimClient replaced = clients.put(args.get("client").getAsString(), builder.build());
    if (replaced != null) {
      replaced.close();
    }
    return new JsonObject();
  }

  private static Tls tls(JsonObject files) {
    Tls tls = files.has("ca") ? Tls.ca(path(files, "ca")) : Tls.systemRoots();
    return files.has("cert") ? tls.withCertificate(path(files, "cert"), path(files, "key")) : tls;
  }

  private static Path path(JsonObject files, String name) {
    return Path.of(files.get(name).getAsString());
  }

  private JsonObject close(JsonObject args) {
    client(args).close();
    return new JsonObject();
  }

  private JsonObject cancel(JsonObject args) {
    CompletableFuture<JsonObject> call = calls.get(args.get("call").getAsLong());
    if (call != null) {
      call.cancel(true);
    }
    return new JsonObject();
  }

  private CompletableFuture<JsonObject> call(long id, JsonObject args) {
    PolyprimClient client = client(args);
    if (args.has("timeout_ms")) {
      client = client.withTimeout(Duration.ofMillis(args.get("timeout_ms").getAsLong()));
    }
    Metadata metadata = new Metadata();
    if (args.has("metadata")) {
      for (Map.Entry<String, JsonElement> entry : args.getAsJsonObject("metadata").entrySet()) {
        Metadata.Key<String> key =
            Metadata.Key.of(entry.getKey(), Metadata.ASCII_STRING_MARSHALLER);
        metadata.put(key, entry.getValue().getAsString());
      }
    }
    Methods methods = new Methods(client);
    Context context = Context.current().withValue(METADATA, metadata);
    Context previous = context.attach();
    try {
      CompletableFuture<JsonObject> call =
          methods.call(args.get("method").getAsString(), args.getAsJsonObject("args"));
      calls.put(id, call);
      call.whenComplete((reply, error) -> calls.remove(id));
      return call;
    } finally {
      context.detach(previous);
    }
  }

  private PolyprimClient client(JsonObject args) {
    String name = args.get("client").getAsString();
    return Objects.requireNonNull(clients.get(name), () -> "there is no client " + name);
  }

  private static CompletableFuture<JsonObject> done(JsonObject ok) {
    return CompletableFuture.completedFuture(ok);
  }

  private static String answer(long id, JsonObject ok, Throwable error) {
    JsonObject answer = new JsonObject();
    answer.addProperty("id", id);
    if (error == null) {
      answer.add("ok", ok);
    } else {
      answer.add("error", error(error));
    }
    return answer.toString();
  }

  private static JsonObject error(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause instanceof PolyprimException e) {
      return error(e.code(), e.reason(), e.field(), e.getMessage());
    }
    if (cause instanceof CancellationException) {
      return error("CANCELLED", "", "", "the call was cancelled");
    }
    if (cause instanceof UnsupportedOperationException) {
      return error("UNIMPLEMENTED", "RUNNER", "", cause.getMessage());
    }
    return error("", "RUNNER", "", cause.toString());
  }

  private static JsonObject error(String code, String reason, String field, String message) {
    JsonObject error = new JsonObject();
    error.addProperty("code", code);
    error.addProperty("reason", reason);
    error.addProperty("field", field);
    error.addProperty("message", message);
    return error;
  }

  /** Sends what a command says beside what the library sends. */
  private static final class WithMetadata implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      Metadata metadata = METADATA.get();
      return metadata == null
          ? next.newCall(method, options)
          : ClientInterceptors.intercept(next, MetadataUtils.newAttachHeadersInterceptor(metadata))
              .newCall(method, options);
    }
  }
}
