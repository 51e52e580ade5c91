package dev.polyprim.client;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.polyprim.v1.CounterServiceGrpc;
import dev.polyprim.v1.QueueServiceGrpc;
import dev.polyprim.v1.SessionServiceCloseResponse;
import dev.polyprim.v1.SessionServiceGrpc;
import dev.polyprim.v1.SessionServiceOpenResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A gRPC server on loopback that answers as a test says, and keeps what it was sent. */
final class FakeServer implements AutoCloseable {
  private static final Context.Key<Metadata> HEADERS = Context.key("headers");
  private static final List<ServiceDescriptor> SERVICES =
      List.of(
          CounterServiceGrpc.getServiceDescriptor(),
          QueueServiceGrpc.getServiceDescriptor(),
          SessionServiceGrpc.getServiceDescriptor());

  private final Function<Received, Message> behaviour;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Server server;

  /** One attempt of a call. */
  record Received(String method, Metadata headers, Message request, boolean hasDeadline) {
    String header(String name) {
      return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }

    String session() {
      return header("polyprim-session");
    }

    String sequence() {
      return header("polyprim-sequence");
    }
  }

  /** Answers what the behaviour says: a reply, an exception, or null for none at all. */
  FakeServer(Function<Received, Message> behaviour) throws IOException {
    this(behaviour, InsecureServerCredentials.create());
  }

  FakeServer(Function<Received, Message> behaviour, ServerCredentials credentials)
      throws IOException {
    this.behaviour = behaviour;
    ServerBuilder<?> builder = Grpc.newServerBuilderForPort(0, credentials);
    SERVICES.forEach(service -> builder.addService(definition(service)));
    this.server = builder.intercept(new KeepHeaders()).build().start();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  int port() {
    return server.getPort();
  }

  /** All attempts of a method, in their order. */
  List<Received> received(String method) {
    return received.stream().filter(call -> call.method().equals(method)).toList();
  }

  void awaitCall() throws InterruptedException {
    if (!arrived.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("no call arrived");
    }
  }

  void awaitCancellation() throws InterruptedException {
    if (!cancelled.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("no call was cancelled");
    }
  }

  /** Answers sessions "s1", "s2" and so on. */
  static Optional<Message> session(Received call, List<String> opened) {
    return switch (call.method()) {
      case "Open" -> {
        opened.add("s" + (opened.size() + 1));
        yield Optional.of(
            SessionServiceOpenResponse.newBuilder()
                .setSession(opened.get(opened.size() - 1))
                .setWindow(128)
                .build());
      }
      case "Close" -> Optional.of(SessionServiceCloseResponse.getDefaultInstance());
      default -> Optional.empty();
    };
  }

  static StatusRuntimeException error(Code code, String reason, Message... details) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage("as the test says")
            .addDetails(Any.pack(ErrorInfo.newBuilder().setReason(reason).build()));
    for (Message detail : details) {
      status.addDetails(Any.pack(detail));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  static RetryInfo retryAfter(long seconds) {
    return RetryInfo.newBuilder()
        .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(seconds))
        .build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private ServerServiceDefinition definition(ServiceDescriptor service) {
    ServerServiceDefinition.Builder builder = ServerServiceDefinition.builder(service);
    service.getMethods().forEach(method -> add(builder, method));
    return builder.build();
  }

  @SuppressWarnings("unchecked") // every method of the contract takes and gives messages
  private void add(ServerServiceDefinition.Builder builder, MethodDescriptor<?, ?> method) {
    builder.addMethod(
        (MethodDescriptor<Message, Message>) method,
        ServerCalls.asyncUnaryCall(
            (request, reply) -> answer(method.getBareMethodName(), request, reply)));
  }

  private void answer(String method, Message request, StreamObserver<Message> reply) {
    ((ServerCallStreamObserver<Message>) reply).setOnCancelHandler(cancelled::countDown);
    boolean hasDeadline = Context.current().getDeadline() != null;
    Received call = new Received(method, HEADERS.get(), request, hasDeadline);
    received.add(call);
    arrived.countDown();
    try {
      Message message = behaviour.apply(call);
      if (message != null) {
        reply.onNext(message);
        reply.onCompleted();
      }
    } catch (StatusRuntimeException e) {
      reply.onError(e);
    }
  }

  private static final class KeepHeaders implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      Context context = Context.current().withValue(HEADERS, headers);
      return Contexts.interceptCall(context, call, headers, next);
    }
  }
}
