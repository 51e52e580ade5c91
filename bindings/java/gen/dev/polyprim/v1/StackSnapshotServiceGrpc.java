package dev.polyprim.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Packs a task's stack, checks what was packed, and unpacks it at the same base or another one.
 * Every method is a function of its request: there are no objects, and nothing is kept.
 * A stack lies in its task's memory from `base` on, for `size` bytes. Each of its words of 4 bytes,
 * at a multiple of 4, whose value lies from `base` to `base + size` counts as a pointer into the
 * stack: it is packed relative to the base, and unpacked relative to the new one. An integer that
 * only looks like a pointer is moved too, unless the request says that it is none. At the base that
 * it was packed at, every stack unpacks to what it was.
 * A stack is packed by pieces of up to 65,536 bytes, each a record of its own.
 * Every method answers INVALID_ARGUMENT for a request that breaks its rules (reason INVALID_PROTO),
 * or whose places or record contradict each other (reason INVALID_ARGUMENT), and DATA_LOSS (reason
 * CHECKSUM) for a record that does not match its CRC32.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class StackSnapshotServiceGrpc {

  private StackSnapshotServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "polyprim.v1.StackSnapshotService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.StackSnapshotServicePackRequest,
      dev.polyprim.v1.StackSnapshotServicePackResponse> getPackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Pack",
      requestType = dev.polyprim.v1.StackSnapshotServicePackRequest.class,
      responseType = dev.polyprim.v1.StackSnapshotServicePackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.StackSnapshotServicePackRequest,
      dev.polyprim.v1.StackSnapshotServicePackResponse> getPackMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.StackSnapshotServicePackRequest, dev.polyprim.v1.StackSnapshotServicePackResponse> getPackMethod;
    if ((getPackMethod = StackSnapshotServiceGrpc.getPackMethod) == null) {
      synchronized (StackSnapshotServiceGrpc.class) {
        if ((getPackMethod = StackSnapshotServiceGrpc.getPackMethod) == null) {
          StackSnapshotServiceGrpc.getPackMethod = getPackMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.StackSnapshotServicePackRequest, dev.polyprim.v1.StackSnapshotServicePackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Pack"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.StackSnapshotServicePackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.StackSnapshotServicePackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StackSnapshotServiceMethodDescriptorSupplier("Pack"))
              .build();
        }
      }
    }
    return getPackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.StackSnapshotServiceUnpackRequest,
      dev.polyprim.v1.StackSnapshotServiceUnpackResponse> getUnpackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Unpack",
      requestType = dev.polyprim.v1.StackSnapshotServiceUnpackRequest.class,
      responseType = dev.polyprim.v1.StackSnapshotServiceUnpackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.StackSnapshotServiceUnpackRequest,
      dev.polyprim.v1.StackSnapshotServiceUnpackResponse> getUnpackMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.StackSnapshotServiceUnpackRequest, dev.polyprim.v1.StackSnapshotServiceUnpackResponse> getUnpackMethod;
    if ((getUnpackMethod = StackSnapshotServiceGrpc.getUnpackMethod) == null) {
      synchronized (StackSnapshotServiceGrpc.class) {
        if ((getUnpackMethod = StackSnapshotServiceGrpc.getUnpackMethod) == null) {
          StackSnapshotServiceGrpc.getUnpackMethod = getUnpackMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.StackSnapshotServiceUnpackRequest, dev.polyprim.v1.StackSnapshotServiceUnpackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Unpack"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.StackSnapshotServiceUnpackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.StackSnapshotServiceUnpackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StackSnapshotServiceMethodDescriptorSupplier("Unpack"))
              .build();
        }
      }
    }
    return getUnpackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.StackSnapshotServiceCheckRequest,
      dev.polyprim.v1.StackSnapshotServiceCheckResponse> getCheckMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Check",
      requestType = dev.polyprim.v1.StackSnapshotServiceCheckRequest.class,
      responseType = dev.polyprim.v1.StackSnapshotServiceCheckResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.StackSnapshotServiceCheckRequest,
      dev.polyprim.v1.StackSnapshotServiceCheckResponse> getCheckMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.StackSnapshotServiceCheckRequest, dev.polyprim.v1.StackSnapshotServiceCheckResponse> getCheckMethod;
    if ((getCheckMethod = StackSnapshotServiceGrpc.getCheckMethod) == null) {
      synchronized (StackSnapshotServiceGrpc.class) {
        if ((getCheckMethod = StackSnapshotServiceGrpc.getCheckMethod) == null) {
          StackSnapshotServiceGrpc.getCheckMethod = getCheckMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.StackSnapshotServiceCheckRequest, dev.polyprim.v1.StackSnapshotServiceCheckResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Check"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.StackSnapshotServiceCheckRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.StackSnapshotServiceCheckResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StackSnapshotServiceMethodDescriptorSupplier("Check"))
              .build();
        }
      }
    }
    return getCheckMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static StackSnapshotServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StackSnapshotServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StackSnapshotServiceStub>() {
        @java.lang.Override
        public StackSnapshotServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StackSnapshotServiceStub(channel, callOptions);
        }
      };
    return StackSnapshotServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static StackSnapshotServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StackSnapshotServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StackSnapshotServiceBlockingV2Stub>() {
        @java.lang.Override
        public StackSnapshotServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StackSnapshotServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return StackSnapshotServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static StackSnapshotServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StackSnapshotServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StackSnapshotServiceBlockingStub>() {
        @java.lang.Override
        public StackSnapshotServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StackSnapshotServiceBlockingStub(channel, callOptions);
        }
      };
    return StackSnapshotServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static StackSnapshotServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StackSnapshotServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StackSnapshotServiceFutureStub>() {
        @java.lang.Override
        public StackSnapshotServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StackSnapshotServiceFutureStub(channel, callOptions);
        }
      };
    return StackSnapshotServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Packs a task's stack, checks what was packed, and unpacks it at the same base or another one.
   * Every method is a function of its request: there are no objects, and nothing is kept.
   * A stack lies in its task's memory from `base` on, for `size` bytes. Each of its words of 4 bytes,
   * at a multiple of 4, whose value lies from `base` to `base + size` counts as a pointer into the
   * stack: it is packed relative to the base, and unpacked relative to the new one. An integer that
   * only looks like a pointer is moved too, unless the request says that it is none. At the base that
   * it was packed at, every stack unpacks to what it was.
   * A stack is packed by pieces of up to 65,536 bytes, each a record of its own.
   * Every method answers INVALID_ARGUMENT for a request that breaks its rules (reason INVALID_PROTO),
   * or whose places or record contradict each other (reason INVALID_ARGUMENT), and DATA_LOSS (reason
   * CHECKSUM) for a record that does not match its CRC32.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Packs a piece of a stack into a record.
     * </pre>
     */
    default void pack(dev.polyprim.v1.StackSnapshotServicePackRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.StackSnapshotServicePackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPackMethod(), responseObserver);
    }

    /**
     * <pre>
     * Unpacks a record for a stack at a base.
     * </pre>
     */
    default void unpack(dev.polyprim.v1.StackSnapshotServiceUnpackRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.StackSnapshotServiceUnpackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUnpackMethod(), responseObserver);
    }

    /**
     * <pre>
     * Checks a record as Unpack does, and tells what it holds.
     * </pre>
     */
    default void check(dev.polyprim.v1.StackSnapshotServiceCheckRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.StackSnapshotServiceCheckResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCheckMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service StackSnapshotService.
   * <pre>
   * Packs a task's stack, checks what was packed, and unpacks it at the same base or another one.
   * Every method is a function of its request: there are no objects, and nothing is kept.
   * A stack lies in its task's memory from `base` on, for `size` bytes. Each of its words of 4 bytes,
   * at a multiple of 4, whose value lies from `base` to `base + size` counts as a pointer into the
   * stack: it is packed relative to the base, and unpacked relative to the new one. An integer that
   * only looks like a pointer is moved too, unless the request says that it is none. At the base that
   * it was packed at, every stack unpacks to what it was.
   * A stack is packed by pieces of up to 65,536 bytes, each a record of its own.
   * Every method answers INVALID_ARGUMENT for a request that breaks its rules (reason INVALID_PROTO),
   * or whose places or record contradict each other (reason INVALID_ARGUMENT), and DATA_LOSS (reason
   * CHECKSUM) for a record that does not match its CRC32.
   * </pre>
   */
  public static abstract class StackSnapshotServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return StackSnapshotServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service StackSnapshotService.
   * <pre>
   * Packs a task's stack, checks what was packed, and unpacks it at the same base or another one.
   * Every method is a function of its request: there are no objects, and nothing is kept.
   * A stack lies in its task's memory from `base` on, for `size` bytes. Each of its words of 4 bytes,
   * at a multiple of 4, whose value lies from `base` to `base + size` counts as a pointer into the
   * stack: it is packed relative to the base, and unpacked relative to the new one. An integer that
   * only looks like a pointer is moved too, unless the request says that it is none. At the base that
   * it was packed at, every stack unpacks to what it was.
   * A stack is packed by pieces of up to 65,536 bytes, each a record of its own.
   * Every method answers INVALID_ARGUMENT for a request that breaks its rules (reason INVALID_PROTO),
   * or whose places or record contradict each other (reason INVALID_ARGUMENT), and DATA_LOSS (reason
   * CHECKSUM) for a record that does not match its CRC32.
   * </pre>
   */
  public static final class StackSnapshotServiceStub
      extends io.grpc.stub.AbstractAsyncStub<StackSnapshotServiceStub> {
    private StackSnapshotServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StackSnapshotServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StackSnapshotServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Packs a piece of a stack into a record.
     * </pre>
     */
    public void pack(dev.polyprim.v1.StackSnapshotServicePackRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.StackSnapshotServicePackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Unpacks a record for a stack at a base.
     * </pre>
     */
    public void unpack(dev.polyprim.v1.StackSnapshotServiceUnpackRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.StackSnapshotServiceUnpackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUnpackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Checks a record as Unpack does, and tells what it holds.
     * </pre>
     */
    public void check(dev.polyprim.v1.StackSnapshotServiceCheckRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.StackSnapshotServiceCheckResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCheckMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service StackSnapshotService.
   * <pre>
   * Packs a task's stack, checks what was packed, and unpacks it at the same base or another one.
   * Every method is a function of its request: there are no objects, and nothing is kept.
   * A stack lies in its task's memory from `base` on, for `size` bytes. Each of its words of 4 bytes,
   * at a multiple of 4, whose value lies from `base` to `base + size` counts as a pointer into the
   * stack: it is packed relative to the base, and unpacked relative to the new one. An integer that
   * only looks like a pointer is moved too, unless the request says that it is none. At the base that
   * it was packed at, every stack unpacks to what it was.
   * A stack is packed by pieces of up to 65,536 bytes, each a record of its own.
   * Every method answers INVALID_ARGUMENT for a request that breaks its rules (reason INVALID_PROTO),
   * or whose places or record contradict each other (reason INVALID_ARGUMENT), and DATA_LOSS (reason
   * CHECKSUM) for a record that does not match its CRC32.
   * </pre>
   */
  public static final class StackSnapshotServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<StackSnapshotServiceBlockingV2Stub> {
    private StackSnapshotServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StackSnapshotServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StackSnapshotServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Packs a piece of a stack into a record.
     * </pre>
     */
    public dev.polyprim.v1.StackSnapshotServicePackResponse pack(dev.polyprim.v1.StackSnapshotServicePackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Unpacks a record for a stack at a base.
     * </pre>
     */
    public dev.polyprim.v1.StackSnapshotServiceUnpackResponse unpack(dev.polyprim.v1.StackSnapshotServiceUnpackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUnpackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Checks a record as Unpack does, and tells what it holds.
     * </pre>
     */
    public dev.polyprim.v1.StackSnapshotServiceCheckResponse check(dev.polyprim.v1.StackSnapshotServiceCheckRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCheckMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service StackSnapshotService.
   * <pre>
   * Packs a task's stack, checks what was packed, and unpacks it at the same base or another one.
   * Every method is a function of its request: there are no objects, and nothing is kept.
   * A stack lies in its task's memory from `base` on, for `size` bytes. Each of its words of 4 bytes,
   * at a multiple of 4, whose value lies from `base` to `base + size` counts as a pointer into the
   * stack: it is packed relative to the base, and unpacked relative to the new one. An integer that
   * only looks like a pointer is moved too, unless the request says that it is none. At the base that
   * it was packed at, every stack unpacks to what it was.
   * A stack is packed by pieces of up to 65,536 bytes, each a record of its own.
   * Every method answers INVALID_ARGUMENT for a request that breaks its rules (reason INVALID_PROTO),
   * or whose places or record contradict each other (reason INVALID_ARGUMENT), and DATA_LOSS (reason
   * CHECKSUM) for a record that does not match its CRC32.
   * </pre>
   */
  public static final class StackSnapshotServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<StackSnapshotServiceBlockingStub> {
    private StackSnapshotServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StackSnapshotServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StackSnapshotServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Packs a piece of a stack into a record.
     * </pre>
     */
    public dev.polyprim.v1.StackSnapshotServicePackResponse pack(dev.polyprim.v1.StackSnapshotServicePackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Unpacks a record for a stack at a base.
     * </pre>
     */
    public dev.polyprim.v1.StackSnapshotServiceUnpackResponse unpack(dev.polyprim.v1.StackSnapshotServiceUnpackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUnpackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Checks a record as Unpack does, and tells what it holds.
     * </pre>
     */
    public dev.polyprim.v1.StackSnapshotServiceCheckResponse check(dev.polyprim.v1.StackSnapshotServiceCheckRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCheckMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service StackSnapshotService.
   * <pre>
   * Packs a task's stack, checks what was packed, and unpacks it at the same base or another one.
   * Every method is a function of its request: there are no objects, and nothing is kept.
   * A stack lies in its task's memory from `base` on, for `size` bytes. Each of its words of 4 bytes,
   * at a multiple of 4, whose value lies from `base` to `base + size` counts as a pointer into the
   * stack: it is packed relative to the base, and unpacked relative to the new one. An integer that
   * only looks like a pointer is moved too, unless the request says that it is none. At the base that
   * it was packed at, every stack unpacks to what it was.
   * A stack is packed by pieces of up to 65,536 bytes, each a record of its own.
   * Every method answers INVALID_ARGUMENT for a request that breaks its rules (reason INVALID_PROTO),
   * or whose places or record contradict each other (reason INVALID_ARGUMENT), and DATA_LOSS (reason
   * CHECKSUM) for a record that does not match its CRC32.
   * </pre>
   */
  public static final class StackSnapshotServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<StackSnapshotServiceFutureStub> {
    private StackSnapshotServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StackSnapshotServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StackSnapshotServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Packs a piece of a stack into a record.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.StackSnapshotServicePackResponse> pack(
        dev.polyprim.v1.StackSnapshotServicePackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Unpacks a record for a stack at a base.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.StackSnapshotServiceUnpackResponse> unpack(
        dev.polyprim.v1.StackSnapshotServiceUnpackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUnpackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Checks a record as Unpack does, and tells what it holds.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.StackSnapshotServiceCheckResponse> check(
        dev.polyprim.v1.StackSnapshotServiceCheckRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCheckMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_PACK = 0;
  private static final int METHODID_UNPACK = 1;
  private static final int METHODID_CHECK = 2;

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
        case METHODID_PACK:
          serviceImpl.pack((dev.polyprim.v1.StackSnapshotServicePackRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.StackSnapshotServicePackResponse>) responseObserver);
          break;
        case METHODID_UNPACK:
          serviceImpl.unpack((dev.polyprim.v1.StackSnapshotServiceUnpackRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.StackSnapshotServiceUnpackResponse>) responseObserver);
          break;
        case METHODID_CHECK:
          serviceImpl.check((dev.polyprim.v1.StackSnapshotServiceCheckRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.StackSnapshotServiceCheckResponse>) responseObserver);
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
          getPackMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.StackSnapshotServicePackRequest,
              dev.polyprim.v1.StackSnapshotServicePackResponse>(
                service, METHODID_PACK)))
        .addMethod(
          getUnpackMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.StackSnapshotServiceUnpackRequest,
              dev.polyprim.v1.StackSnapshotServiceUnpackResponse>(
                service, METHODID_UNPACK)))
        .addMethod(
          getCheckMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.StackSnapshotServiceCheckRequest,
              dev.polyprim.v1.StackSnapshotServiceCheckResponse>(
                service, METHODID_CHECK)))
        .build();
  }

  private static abstract class StackSnapshotServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    StackSnapshotServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.polyprim.v1.StackSnapshotProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("StackSnapshotService");
    }
  }

  private static final class StackSnapshotServiceFileDescriptorSupplier
      extends StackSnapshotServiceBaseDescriptorSupplier {
    StackSnapshotServiceFileDescriptorSupplier() {}
  }

  private static final class StackSnapshotServiceMethodDescriptorSupplier
      extends StackSnapshotServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    StackSnapshotServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (StackSnapshotServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new StackSnapshotServiceFileDescriptorSupplier())
              .addMethod(getPackMethod())
              .addMethod(getUnpackMethod())
              .addMethod(getCheckMethod())
              .build();
        }
      }
    }
    return result;
  }
}
