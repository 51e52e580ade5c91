package dev.polyprim.conform;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.polyprim.client.PolyprimClient;
import dev.polyprim.v1.CounterServiceGrpc;
import dev.polyprim.v1.KafkaRebalanceHookServiceGrpc;
import dev.polyprim.v1.QueueServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The methods of the contract by their names. Each goes through the library's typed objects where
 * they can say what a command says, and through its lower level where they cannot.
 */
final class Methods {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .preservingProtoFieldNames()
          .alwaysPrintFieldsWithNoPresence()
          .omittingInsignificantWhitespace();
  private static final Map<String, ServiceDescriptor> SERVICES =
      Map.of(
          "counter", CounterServiceGrpc.getServiceDescriptor(),
          "queue", QueueServiceGrpc.getServiceDescriptor(),
          "kafka_rebalance_hook", KafkaRebalanceHookServiceGrpc.getServiceDescriptor());

  private final PolyprimClient client;
  private final Map<String, Typed> typed;

  /** Calls a method by the typed objects; null if these cannot say what the request says. */
  interface Typed {
    CompletableFuture<JsonObject> call(Message request);
  }

  Methods(PolyprimClient client) {
    this.client = client;
    this.typed =
        Map.of(
            "counter", new CounterMethods(client),
            "queue", new QueueMethods(client),
            "kafka_rebalance_hook", new KafkaRebalanceHookMethods(client));
  }

  /** Calls a method such as {@code counter.add}; cancelling the future cancels the call. */
  CompletableFuture<JsonObject> call(String name, JsonObject args) {
    String kind = name.substring(0, name.indexOf('.'));
    String method = name.substring(kind.length() + 1);
    MethodDescriptor<Message, Message> descriptor = descriptor(kind, method);
    Message request = request(descriptor, args);
    CompletableFuture<JsonObject> call = null;
    if (!args.has("timeout_ms")) {
      call = typed.get(kind).call(request);
    }
    return call == null ? mapped(client.call(descriptor, request), reply -> reply) : call;
  }

  /** The answer that a reply is, once it is there. */
  static <T> CompletableFuture<JsonObject> mapped(
      CompletableFuture<T> call, Function<T, MessageOrBuilder> reply) {
    CompletableFuture<JsonObject> answer = call.thenApply(value -> json(reply.apply(value)));
    answer.whenComplete((json, error) -> call.cancel(true)); // if the answer is cancelled
    return answer;
  }

  private static JsonObject json(MessageOrBuilder reply) {
    try {
      return JsonParser.parseString(PRINTER.print(reply)).getAsJsonObject();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked") // every method of the contract takes and gives messages
  private static MethodDescriptor<Message, Message> descriptor(String kind, String method) {
    String bare = method.replace("_", "");
    return (MethodDescriptor<Message, Message>)
        SERVICES.get(kind).getMethods().stream()
            .filter(candidate -> bare.equalsIgnoreCase(candidate.getBareMethodName()))
            .findAny()
            .orElseThrow(() -> new UnsupportedOperationException(kind + "." + method));
  }

  private static Message request(MethodDescriptor<Message, Message> method, JsonObject args) {
    Message.Builder request =
        ((PrototypeMarshaller<Message>) method.getRequestMarshaller())
            .getMessagePrototype()
            .newBuilderForType();
    try {
      JsonFormat.parser().merge(args.toString(), request);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
    return request.build();
  }
}
