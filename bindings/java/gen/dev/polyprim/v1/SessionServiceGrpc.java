package dev.polyprim.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * A session remembers the answers of one client's latest calls, so that a call that is made again
 * has no second effect.
 * A client opens a session, and sends with each call two entries of metadata: `polyprim-session`,
 * what Open answered, and `polyprim-sequence`, a decimal number from 1 to 2^53 - 1 that is one more
 * with each call and the same when the call is made again. One without the other, or an empty one,
 * answers INVALID_ARGUMENT and names the entry. A call that was answered is answered the same once
 * more; one that changed nothing and says so (an error, no room in a queue) is made anew.
 * Of the calls of a session, the last 128 are remembered, as far back as their answers have 120 KiB
 * together. What is older answers FAILED_PRECONDITION (reason REQUEST_ID_EXPIRED), and so does every
 * call of a session that is not there any more; a number that was used for another request answers
 * INVALID_ARGUMENT (reason REQUEST_ID_REUSED). Nothing is done then. A call that was tried for a
 * while and is then not remembered any more answers ABORTED (reason OUTCOME_UNKNOWN): it may have
 * had its effect, and AddMany a part of it.
 * A client with several calls under way loses none of their answers if it does two things. It never
 * uses number n + 128 while n is under way, but another session. And it sends `polyprim-oldest`, the
 * number of its oldest call of the session that is under way: then a call that has no room for its
 * answer beside those from there on is refused for good, RESOURCE_EXHAUSTED (reason SESSION_FULL),
 * and made in another session; and what is older and was not made is not made any more.
 * The additions of an AddMany are effects of their own: if its worker dies, or its time is up, in
 * the middle, the same call goes on with those that are left. A counter that was deleted meanwhile
 * answers 0.
 * Methods without side effects ignore both, and so do those of this service. A session that was not
 * used for ten minutes may be given up when others are opened, and one that was not used for a minute
 * where there is no room for another. Calls of one session are executed one after the other.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class SessionServiceGrpc {

  private SessionServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "polyprim.v1.SessionService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.SessionServiceOpenRequest,
      dev.polyprim.v1.SessionServiceOpenResponse> getOpenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Open",
      requestType = dev.polyprim.v1.SessionServiceOpenRequest.class,
      responseType = dev.polyprim.v1.SessionServiceOpenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.SessionServiceOpenRequest,
      dev.polyprim.v1.SessionServiceOpenResponse> getOpenMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.SessionServiceOpenRequest, dev.polyprim.v1.SessionServiceOpenResponse> getOpenMethod;
    if ((getOpenMethod = SessionServiceGrpc.getOpenMethod) == null) {
      synchronized (SessionServiceGrpc.class) {
        if ((getOpenMethod = SessionServiceGrpc.getOpenMethod) == null) {
          SessionServiceGrpc.getOpenMethod = getOpenMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.SessionServiceOpenRequest, dev.polyprim.v1.SessionServiceOpenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Open"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SessionServiceOpenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SessionServiceOpenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SessionServiceMethodDescriptorSupplier("Open"))
              .build();
        }
      }
    }
    return getOpenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.SessionServiceCloseRequest,
      dev.polyprim.v1.SessionServiceCloseResponse> getCloseMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Close",
      requestType = dev.polyprim.v1.SessionServiceCloseRequest.class,
      responseType = dev.polyprim.v1.SessionServiceCloseResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.SessionServiceCloseRequest,
      dev.polyprim.v1.SessionServiceCloseResponse> getCloseMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.SessionServiceCloseRequest, dev.polyprim.v1.SessionServiceCloseResponse> getCloseMethod;
    if ((getCloseMethod = SessionServiceGrpc.getCloseMethod) == null) {
      synchronized (SessionServiceGrpc.class) {
        if ((getCloseMethod = SessionServiceGrpc.getCloseMethod) == null) {
          SessionServiceGrpc.getCloseMethod = getCloseMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.SessionServiceCloseRequest, dev.polyprim.v1.SessionServiceCloseResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Close"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SessionServiceCloseRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SessionServiceCloseResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SessionServiceMethodDescriptorSupplier("Close"))
              .build();
        }
      }
    }
    return getCloseMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static SessionServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SessionServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SessionServiceStub>() {
        @java.lang.Override
        public SessionServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SessionServiceStub(channel, callOptions);
        }
      };
    return SessionServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static SessionServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SessionServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SessionServiceBlockingV2Stub>() {
        @java.lang.Override
        public SessionServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SessionServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return SessionServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static SessionServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SessionServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SessionServiceBlockingStub>() {
        @java.lang.Override
        public SessionServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SessionServiceBlockingStub(channel, callOptions);
        }
      };
    return SessionServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static SessionServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SessionServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SessionServiceFutureStub>() {
        @java.lang.Override
        public SessionServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SessionServiceFutureStub(channel, callOptions);
        }
      };
    return SessionServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * A session remembers the answers of one client's latest calls, so that a call that is made again
   * has no second effect.
   * A client opens a session, and sends with each call two entries of metadata: `polyprim-session`,
   * what Open answered, and `polyprim-sequence`, a decimal number from 1 to 2^53 - 1 that is one more
   * with each call and the same when the call is made again. One without the other, or an empty one,
   * answers INVALID_ARGUMENT and names the entry. A call that was answered is answered the same once
   * more; one that changed nothing and says so (an error, no room in a queue) is made anew.
   * Of the calls of a session, the last 128 are remembered, as far back as their answers have 120 KiB
   * together. What is older answers FAILED_PRECONDITION (reason REQUEST_ID_EXPIRED), and so does every
   * call of a session that is not there any more; a number that was used for another request answers
   * INVALID_ARGUMENT (reason REQUEST_ID_REUSED). Nothing is done then. A call that was tried for a
   * while and is then not remembered any more answers ABORTED (reason OUTCOME_UNKNOWN): it may have
   * had its effect, and AddMany a part of it.
   * A client with several calls under way loses none of their answers if it does two things. It never
   * uses number n + 128 while n is under way, but another session. And it sends `polyprim-oldest`, the
   * number of its oldest call of the session that is under way: then a call that has no room for its
   * answer beside those from there on is refused for good, RESOURCE_EXHAUSTED (reason SESSION_FULL),
   * and made in another session; and what is older and was not made is not made any more.
   * The additions of an AddMany are effects of their own: if its worker dies, or its time is up, in
   * the middle, the same call goes on with those that are left. A counter that was deleted meanwhile
   * answers 0.
   * Methods without side effects ignore both, and so do those of this service. A session that was not
   * used for ten minutes may be given up when others are opened, and one that was not used for a minute
   * where there is no room for another. Calls of one session are executed one after the other.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Opens a session. RESOURCE_EXHAUSTED (reason NO_SPACE) where the segment is full or sessions,
     * of 192 KiB each, have half of it. If the answer is lost, open another one.
     * </pre>
     */
    default void open(dev.polyprim.v1.SessionServiceOpenRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SessionServiceOpenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getOpenMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives a session up. One that is not there is no error.
     * </pre>
     */
    default void close(dev.polyprim.v1.SessionServiceCloseRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SessionServiceCloseResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCloseMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service SessionService.
   * <pre>
   * A session remembers the answers of one client's latest calls, so that a call that is made again
   * has no second effect.
   * A client opens a session, and sends with each call two entries of metadata: `polyprim-session`,
   * what Open answered, and `polyprim-sequence`, a decimal number from 1 to 2^53 - 1 that is one more
   * with each call and the same when the call is made again. One without the other, or an empty one,
   * answers INVALID_ARGUMENT and names the entry. A call that was answered is answered the same once
   * more; one that changed nothing and says so (an error, no room in a queue) is made anew.
   * Of the calls of a session, the last 128 are remembered, as far back as their answers have 120 KiB
   * together. What is older answers FAILED_PRECONDITION (reason REQUEST_ID_EXPIRED), and so does every
   * call of a session that is not there any more; a number that was used for another request answers
   * INVALID_ARGUMENT (reason REQUEST_ID_REUSED). Nothing is done then. A call that was tried for a
   * while and is then not remembered any more answers ABORTED (reason OUTCOME_UNKNOWN): it may have
   * had its effect, and AddMany a part of it.
   * A client with several calls under way loses none of their answers if it does two things. It never
   * uses number n + 128 while n is under way, but another session. And it sends `polyprim-oldest`, the
   * number of its oldest call of the session that is under way: then a call that has no room for its
   * answer beside those from there on is refused for good, RESOURCE_EXHAUSTED (reason SESSION_FULL),
   * and made in another session; and what is older and was not made is not made any more.
   * The additions of an AddMany are effects of their own: if its worker dies, or its time is up, in
   * the middle, the same call goes on with those that are left. A counter that was deleted meanwhile
   * answers 0.
   * Methods without side effects ignore both, and so do those of this service. A session that was not
   * used for ten minutes may be given up when others are opened, and one that was not used for a minute
   * where there is no room for another. Calls of one session are executed one after the other.
   * </pre>
   */
  public static abstract class SessionServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return SessionServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service SessionService.
   * <pre>
   * A session remembers the answers of one client's latest calls, so that a call that is made again
   * has no second effect.
   * A client opens a session, and sends with each call two entries of metadata: `polyprim-session`,
   * what Open answered, and `polyprim-sequence`, a decimal number from 1 to 2^53 - 1 that is one more
   * with each call and the same when the call is made again. One without the other, or an empty one,
   * answers INVALID_ARGUMENT and names the entry. A call that was answered is answered the same once
   * more; one that changed nothing and says so (an error, no room in a queue) is made anew.
   * Of the calls of a session, the last 128 are remembered, as far back as their answers have 120 KiB
   * together. What is older answers FAILED_PRECONDITION (reason REQUEST_ID_EXPIRED), and so does every
   * call of a session that is not there any more; a number that was used for another request answers
   * INVALID_ARGUMENT (reason REQUEST_ID_REUSED). Nothing is done then. A call that was tried for a
   * while and is then not remembered any more answers ABORTED (reason OUTCOME_UNKNOWN): it may have
   * had its effect, and AddMany a part of it.
   * A client with several calls under way loses none of their answers if it does two things. It never
   * uses number n + 128 while n is under way, but another session. And it sends `polyprim-oldest`, the
   * number of its oldest call of the session that is under way: then a call that has no room for its
   * answer beside those from there on is refused for good, RESOURCE_EXHAUSTED (reason SESSION_FULL),
   * and made in another session; and what is older and was not made is not made any more.
   * The additions of an AddMany are effects of their own: if its worker dies, or its time is up, in
   * the middle, the same call goes on with those that are left. A counter that was deleted meanwhile
   * answers 0.
   * Methods without side effects ignore both, and so do those of this service. A session that was not
   * used for ten minutes may be given up when others are opened, and one that was not used for a minute
   * where there is no room for another. Calls of one session are executed one after the other.
   * </pre>
   */
  public static final class SessionServiceStub
      extends io.grpc.stub.AbstractAsyncStub<SessionServiceStub> {
    private SessionServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SessionServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SessionServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Opens a session. RESOURCE_EXHAUSTED (reason NO_SPACE) where the segment is full or sessions,
     * of 192 KiB each, have half of it. If the answer is lost, open another one.
     * </pre>
     */
    public void open(dev.polyprim.v1.SessionServiceOpenRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SessionServiceOpenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getOpenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives a session up. One that is not there is no error.
     * </pre>
     */
    public void close(dev.polyprim.v1.SessionServiceCloseRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SessionServiceCloseResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCloseMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service SessionService.
   * <pre>
   * A session remembers the answers of one client's latest calls, so that a call that is made again
   * has no second effect.
   * A client opens a session, and sends with each call two entries of metadata: `polyprim-session`,
   * what Open answered, and `polyprim-sequence`, a decimal number from 1 to 2^53 - 1 that is one more
   * with each call and the same when the call is made again. One without the other, or an empty one,
   * answers INVALID_ARGUMENT and names the entry. A call that was answered is answered the same once
   * more; one that changed nothing and says so (an error, no room in a queue) is made anew.
   * Of the calls of a session, the last 128 are remembered, as far back as their answers have 120 KiB
   * together. What is older answers FAILED_PRECONDITION (reason REQUEST_ID_EXPIRED), and so does every
   * call of a session that is not there any more; a number that was used for another request answers
   * INVALID_ARGUMENT (reason REQUEST_ID_REUSED). Nothing is done then. A call that was tried for a
   * while and is then not remembered any more answers ABORTED (reason OUTCOME_UNKNOWN): it may have
   * had its effect, and AddMany a part of it.
   * A client with several calls under way loses none of their answers if it does two things. It never
   * uses number n + 128 while n is under way, but another session. And it sends `polyprim-oldest`, the
   * number of its oldest call of the session that is under way: then a call that has no room for its
   * answer beside those from there on is refused for good, RESOURCE_EXHAUSTED (reason SESSION_FULL),
   * and made in another session; and what is older and was not made is not made any more.
   * The additions of an AddMany are effects of their own: if its worker dies, or its time is up, in
   * the middle, the same call goes on with those that are left. A counter that was deleted meanwhile
   * answers 0.
   * Methods without side effects ignore both, and so do those of this service. A session that was not
   * used for ten minutes may be given up when others are opened, and one that was not used for a minute
   * where there is no room for another. Calls of one session are executed one after the other.
   * </pre>
   */
  public static final class SessionServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<SessionServiceBlockingV2Stub> {
    private SessionServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SessionServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SessionServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Opens a session. RESOURCE_EXHAUSTED (reason NO_SPACE) where the segment is full or sessions,
     * of 192 KiB each, have half of it. If the answer is lost, open another one.
     * </pre>
     */
    public dev.polyprim.v1.SessionServiceOpenResponse open(dev.polyprim.v1.SessionServiceOpenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getOpenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a session up. One that is not there is no error.
     * </pre>
     */
    public dev.polyprim.v1.SessionServiceCloseResponse close(dev.polyprim.v1.SessionServiceCloseRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCloseMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service SessionService.
   * <pre>
   * A session remembers the answers of one client's latest calls, so that a call that is made again
   * has no second effect.
   * A client opens a session, and sends with each call two entries of metadata: `polyprim-session`,
   * what Open answered, and `polyprim-sequence`, a decimal number from 1 to 2^53 - 1 that is one more
   * with each call and the same when the call is made again. One without the other, or an empty one,
   * answers INVALID_ARGUMENT and names the entry. A call that was answered is answered the same once
   * more; one that changed nothing and says so (an error, no room in a queue) is made anew.
   * Of the calls of a session, the last 128 are remembered, as far back as their answers have 120 KiB
   * together. What is older answers FAILED_PRECONDITION (reason REQUEST_ID_EXPIRED), and so does every
   * call of a session that is not there any more; a number that was used for another request answers
   * INVALID_ARGUMENT (reason REQUEST_ID_REUSED). Nothing is done then. A call that was tried for a
   * while and is then not remembered any more answers ABORTED (reason OUTCOME_UNKNOWN): it may have
   * had its effect, and AddMany a part of it.
   * A client with several calls under way loses none of their answers if it does two things. It never
   * uses number n + 128 while n is under way, but another session. And it sends `polyprim-oldest`, the
   * number of its oldest call of the session that is under way: then a call that has no room for its
   * answer beside those from there on is refused for good, RESOURCE_EXHAUSTED (reason SESSION_FULL),
   * and made in another session; and what is older and was not made is not made any more.
   * The additions of an AddMany are effects of their own: if its worker dies, or its time is up, in
   * the middle, the same call goes on with those that are left. A counter that was deleted meanwhile
   * answers 0.
   * Methods without side effects ignore both, and so do those of this service. A session that was not
   * used for ten minutes may be given up when others are opened, and one that was not used for a minute
   * where there is no room for another. Calls of one session are executed one after the other.
   * </pre>
   */
  public static final class SessionServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<SessionServiceBlockingStub> {
    private SessionServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SessionServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SessionServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Opens a session. RESOURCE_EXHAUSTED (reason NO_SPACE) where the segment is full or sessions,
     * of 192 KiB each, have half of it. If the answer is lost, open another one.
     * </pre>
     */
    public dev.polyprim.v1.SessionServiceOpenResponse open(dev.polyprim.v1.SessionServiceOpenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getOpenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a session up. One that is not there is no error.
     * </pre>
     */
    public dev.polyprim.v1.SessionServiceCloseResponse close(dev.polyprim.v1.SessionServiceCloseRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCloseMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service SessionService.
   * <pre>
   * A session remembers the answers of one client's latest calls, so that a call that is made again
   * has no second effect.
   * A client opens a session, and sends with each call two entries of metadata: `polyprim-session`,
   * what Open answered, and `polyprim-sequence`, a decimal number from 1 to 2^53 - 1 that is one more
   * with each call and the same when the call is made again. One without the other, or an empty one,
   * answers INVALID_ARGUMENT and names the entry. A call that was answered is answered the same once
   * more; one that changed nothing and says so (an error, no room in a queue) is made anew.
   * Of the calls of a session, the last 128 are remembered, as far back as their answers have 120 KiB
   * together. What is older answers FAILED_PRECONDITION (reason REQUEST_ID_EXPIRED), and so does every
   * call of a session that is not there any more; a number that was used for another request answers
   * INVALID_ARGUMENT (reason REQUEST_ID_REUSED). Nothing is done then. A call that was tried for a
   * while and is then not remembered any more answers ABORTED (reason OUTCOME_UNKNOWN): it may have
   * had its effect, and AddMany a part of it.
   * A client with several calls under way loses none of their answers if it does two things. It never
   * uses number n + 128 while n is under way, but another session. And it sends `polyprim-oldest`, the
   * number of its oldest call of the session that is under way: then a call that has no room for its
   * answer beside those from there on is refused for good, RESOURCE_EXHAUSTED (reason SESSION_FULL),
   * and made in another session; and what is older and was not made is not made any more.
   * The additions of an AddMany are effects of their own: if its worker dies, or its time is up, in
   * the middle, the same call goes on with those that are left. A counter that was deleted meanwhile
   * answers 0.
   * Methods without side effects ignore both, and so do those of this service. A session that was not
   * used for ten minutes may be given up when others are opened, and one that was not used for a minute
   * where there is no room for another. Calls of one session are executed one after the other.
   * </pre>
   */
  public static final class SessionServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<SessionServiceFutureStub> {
    private SessionServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SessionServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SessionServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Opens a session. RESOURCE_EXHAUSTED (reason NO_SPACE) where the segment is full or sessions,
     * of 192 KiB each, have half of it. If the answer is lost, open another one.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.SessionServiceOpenResponse> open(
        dev.polyprim.v1.SessionServiceOpenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getOpenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives a session up. One that is not there is no error.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.SessionServiceCloseResponse> close(
        dev.polyprim.v1.SessionServiceCloseRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCloseMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_OPEN = 0;
  private static final int METHODID_CLOSE = 1;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_OPEN:
          serviceImpl.open((dev.polyprim.v1.SessionServiceOpenRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.SessionServiceOpenResponse>) responseObserver);
          break;
        case METHODID_CLOSE:
          serviceImpl.close((dev.polyprim.v1.SessionServiceCloseRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.SessionServiceCloseResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getOpenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.SessionServiceOpenRequest,
              dev.polyprim.v1.SessionServiceOpenResponse>(
                service, METHODID_OPEN)))
        .addMethod(
          getCloseMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.SessionServiceCloseRequest,
              dev.polyprim.v1.SessionServiceCloseResponse>(
                service, METHODID_CLOSE)))
        .build();
  }

  private static abstract class SessionServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    SessionServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.polyprim.v1.SessionProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("SessionService");
    }
  }

  private static final class SessionServiceFileDescriptorSupplier
      extends SessionServiceBaseDescriptorSupplier {
    SessionServiceFileDescriptorSupplier() {}
  }

  private static final class SessionServiceMethodDescriptorSupplier
      extends SessionServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    SessionServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (SessionServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new SessionServiceFileDescriptorSupplier())
              .addMethod(getOpenMethod())
              .addMethod(getCloseMethod())
              .build();
        }
      }
    }
    return result;
  }
}
