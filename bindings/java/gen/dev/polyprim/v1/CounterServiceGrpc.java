package dev.polyprim.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * A counter holds a signed 64-bit value. All its operations are atomic; sums wrap
 * around at 2^63 as two's complement does.
 * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
 * NOT_FOUND where the counter does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
 * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class CounterServiceGrpc {

  private CounterServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "polyprim.v1.CounterService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceCreateRequest,
      dev.polyprim.v1.CounterServiceCreateResponse> getCreateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Create",
      requestType = dev.polyprim.v1.CounterServiceCreateRequest.class,
      responseType = dev.polyprim.v1.CounterServiceCreateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceCreateRequest,
      dev.polyprim.v1.CounterServiceCreateResponse> getCreateMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceCreateRequest, dev.polyprim.v1.CounterServiceCreateResponse> getCreateMethod;
    if ((getCreateMethod = CounterServiceGrpc.getCreateMethod) == null) {
      synchronized (CounterServiceGrpc.class) {
        if ((getCreateMethod = CounterServiceGrpc.getCreateMethod) == null) {
          CounterServiceGrpc.getCreateMethod = getCreateMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.CounterServiceCreateRequest, dev.polyprim.v1.CounterServiceCreateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Create"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceCreateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceCreateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CounterServiceMethodDescriptorSupplier("Create"))
              .build();
        }
      }
    }
    return getCreateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceDeleteRequest,
      dev.polyprim.v1.CounterServiceDeleteResponse> getDeleteMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Delete",
      requestType = dev.polyprim.v1.CounterServiceDeleteRequest.class,
      responseType = dev.polyprim.v1.CounterServiceDeleteResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceDeleteRequest,
      dev.polyprim.v1.CounterServiceDeleteResponse> getDeleteMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceDeleteRequest, dev.polyprim.v1.CounterServiceDeleteResponse> getDeleteMethod;
    if ((getDeleteMethod = CounterServiceGrpc.getDeleteMethod) == null) {
      synchronized (CounterServiceGrpc.class) {
        if ((getDeleteMethod = CounterServiceGrpc.getDeleteMethod) == null) {
          CounterServiceGrpc.getDeleteMethod = getDeleteMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.CounterServiceDeleteRequest, dev.polyprim.v1.CounterServiceDeleteResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Delete"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceDeleteRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceDeleteResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CounterServiceMethodDescriptorSupplier("Delete"))
              .build();
        }
      }
    }
    return getDeleteMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceExistsRequest,
      dev.polyprim.v1.CounterServiceExistsResponse> getExistsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Exists",
      requestType = dev.polyprim.v1.CounterServiceExistsRequest.class,
      responseType = dev.polyprim.v1.CounterServiceExistsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceExistsRequest,
      dev.polyprim.v1.CounterServiceExistsResponse> getExistsMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceExistsRequest, dev.polyprim.v1.CounterServiceExistsResponse> getExistsMethod;
    if ((getExistsMethod = CounterServiceGrpc.getExistsMethod) == null) {
      synchronized (CounterServiceGrpc.class) {
        if ((getExistsMethod = CounterServiceGrpc.getExistsMethod) == null) {
          CounterServiceGrpc.getExistsMethod = getExistsMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.CounterServiceExistsRequest, dev.polyprim.v1.CounterServiceExistsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Exists"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceExistsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceExistsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CounterServiceMethodDescriptorSupplier("Exists"))
              .build();
        }
      }
    }
    return getExistsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceListRequest,
      dev.polyprim.v1.CounterServiceListResponse> getListMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "List",
      requestType = dev.polyprim.v1.CounterServiceListRequest.class,
      responseType = dev.polyprim.v1.CounterServiceListResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceListRequest,
      dev.polyprim.v1.CounterServiceListResponse> getListMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceListRequest, dev.polyprim.v1.CounterServiceListResponse> getListMethod;
    if ((getListMethod = CounterServiceGrpc.getListMethod) == null) {
      synchronized (CounterServiceGrpc.class) {
        if ((getListMethod = CounterServiceGrpc.getListMethod) == null) {
          CounterServiceGrpc.getListMethod = getListMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.CounterServiceListRequest, dev.polyprim.v1.CounterServiceListResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "List"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceListRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceListResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CounterServiceMethodDescriptorSupplier("List"))
              .build();
        }
      }
    }
    return getListMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceAddRequest,
      dev.polyprim.v1.CounterServiceAddResponse> getAddMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Add",
      requestType = dev.polyprim.v1.CounterServiceAddRequest.class,
      responseType = dev.polyprim.v1.CounterServiceAddResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceAddRequest,
      dev.polyprim.v1.CounterServiceAddResponse> getAddMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceAddRequest, dev.polyprim.v1.CounterServiceAddResponse> getAddMethod;
    if ((getAddMethod = CounterServiceGrpc.getAddMethod) == null) {
      synchronized (CounterServiceGrpc.class) {
        if ((getAddMethod = CounterServiceGrpc.getAddMethod) == null) {
          CounterServiceGrpc.getAddMethod = getAddMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.CounterServiceAddRequest, dev.polyprim.v1.CounterServiceAddResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Add"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceAddRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceAddResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CounterServiceMethodDescriptorSupplier("Add"))
              .build();
        }
      }
    }
    return getAddMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceGetRequest,
      dev.polyprim.v1.CounterServiceGetResponse> getGetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Get",
      requestType = dev.polyprim.v1.CounterServiceGetRequest.class,
      responseType = dev.polyprim.v1.CounterServiceGetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceGetRequest,
      dev.polyprim.v1.CounterServiceGetResponse> getGetMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceGetRequest, dev.polyprim.v1.CounterServiceGetResponse> getGetMethod;
    if ((getGetMethod = CounterServiceGrpc.getGetMethod) == null) {
      synchronized (CounterServiceGrpc.class) {
        if ((getGetMethod = CounterServiceGrpc.getGetMethod) == null) {
          CounterServiceGrpc.getGetMethod = getGetMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.CounterServiceGetRequest, dev.polyprim.v1.CounterServiceGetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Get"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceGetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceGetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CounterServiceMethodDescriptorSupplier("Get"))
              .build();
        }
      }
    }
    return getGetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceCompareExchangeRequest,
      dev.polyprim.v1.CounterServiceCompareExchangeResponse> getCompareExchangeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CompareExchange",
      requestType = dev.polyprim.v1.CounterServiceCompareExchangeRequest.class,
      responseType = dev.polyprim.v1.CounterServiceCompareExchangeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceCompareExchangeRequest,
      dev.polyprim.v1.CounterServiceCompareExchangeResponse> getCompareExchangeMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceCompareExchangeRequest, dev.polyprim.v1.CounterServiceCompareExchangeResponse> getCompareExchangeMethod;
    if ((getCompareExchangeMethod = CounterServiceGrpc.getCompareExchangeMethod) == null) {
      synchronized (CounterServiceGrpc.class) {
        if ((getCompareExchangeMethod = CounterServiceGrpc.getCompareExchangeMethod) == null) {
          CounterServiceGrpc.getCompareExchangeMethod = getCompareExchangeMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.CounterServiceCompareExchangeRequest, dev.polyprim.v1.CounterServiceCompareExchangeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CompareExchange"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceCompareExchangeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceCompareExchangeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CounterServiceMethodDescriptorSupplier("CompareExchange"))
              .build();
        }
      }
    }
    return getCompareExchangeMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceResetRequest,
      dev.polyprim.v1.CounterServiceResetResponse> getResetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Reset",
      requestType = dev.polyprim.v1.CounterServiceResetRequest.class,
      responseType = dev.polyprim.v1.CounterServiceResetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceResetRequest,
      dev.polyprim.v1.CounterServiceResetResponse> getResetMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceResetRequest, dev.polyprim.v1.CounterServiceResetResponse> getResetMethod;
    if ((getResetMethod = CounterServiceGrpc.getResetMethod) == null) {
      synchronized (CounterServiceGrpc.class) {
        if ((getResetMethod = CounterServiceGrpc.getResetMethod) == null) {
          CounterServiceGrpc.getResetMethod = getResetMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.CounterServiceResetRequest, dev.polyprim.v1.CounterServiceResetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Reset"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceResetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceResetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CounterServiceMethodDescriptorSupplier("Reset"))
              .build();
        }
      }
    }
    return getResetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceAddManyRequest,
      dev.polyprim.v1.CounterServiceAddManyResponse> getAddManyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "AddMany",
      requestType = dev.polyprim.v1.CounterServiceAddManyRequest.class,
      responseType = dev.polyprim.v1.CounterServiceAddManyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceAddManyRequest,
      dev.polyprim.v1.CounterServiceAddManyResponse> getAddManyMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.CounterServiceAddManyRequest, dev.polyprim.v1.CounterServiceAddManyResponse> getAddManyMethod;
    if ((getAddManyMethod = CounterServiceGrpc.getAddManyMethod) == null) {
      synchronized (CounterServiceGrpc.class) {
        if ((getAddManyMethod = CounterServiceGrpc.getAddManyMethod) == null) {
          CounterServiceGrpc.getAddManyMethod = getAddManyMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.CounterServiceAddManyRequest, dev.polyprim.v1.CounterServiceAddManyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "AddMany"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceAddManyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.CounterServiceAddManyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CounterServiceMethodDescriptorSupplier("AddMany"))
              .build();
        }
      }
    }
    return getAddManyMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static CounterServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CounterServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CounterServiceStub>() {
        @java.lang.Override
        public CounterServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CounterServiceStub(channel, callOptions);
        }
      };
    return CounterServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static CounterServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CounterServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CounterServiceBlockingV2Stub>() {
        @java.lang.Override
        public CounterServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CounterServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return CounterServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static CounterServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CounterServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CounterServiceBlockingStub>() {
        @java.lang.Override
        public CounterServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CounterServiceBlockingStub(channel, callOptions);
        }
      };
    return CounterServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static CounterServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CounterServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CounterServiceFutureStub>() {
        @java.lang.Override
        public CounterServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CounterServiceFutureStub(channel, callOptions);
        }
      };
    return CounterServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * A counter holds a signed 64-bit value. All its operations are atomic; sums wrap
   * around at 2^63 as two's complement does.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the counter does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Creates a counter, or finds the one that exists, which keeps its value. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    default void create(dev.polyprim.v1.CounterServiceCreateRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceCreateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a counter. Its name is free at once; handles of the deleted counter answer NOT_FOUND.
     * </pre>
     */
    default void delete(dev.polyprim.v1.CounterServiceDeleteRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceDeleteResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells whether a counter of this name exists.
     * </pre>
     */
    default void exists(dev.polyprim.v1.CounterServiceExistsRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceExistsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getExistsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Names the counters that begin with a prefix, a page at a time.
     * </pre>
     */
    default void list(dev.polyprim.v1.CounterServiceListRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceListResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListMethod(), responseObserver);
    }

    /**
     * <pre>
     * Adds to a counter.
     * </pre>
     */
    default void add(dev.polyprim.v1.CounterServiceAddRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceAddResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAddMethod(), responseObserver);
    }

    /**
     * <pre>
     * Reads a counter.
     * </pre>
     */
    default void get(dev.polyprim.v1.CounterServiceGetRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceGetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sets a counter to a desired value if it holds the expected one.
     * </pre>
     */
    default void compareExchange(dev.polyprim.v1.CounterServiceCompareExchangeRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceCompareExchangeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCompareExchangeMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sets a counter and answers what it held.
     * </pre>
     */
    default void reset(dev.polyprim.v1.CounterServiceResetRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceResetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResetMethod(), responseObserver);
    }

    /**
     * <pre>
     * Adds to many counters at once. Every name is found before anything is added, so that a missing
     * counter (NOT_FOUND) leaves all of them as they were. Each addition is then atomic by itself: a
     * reader may see some done and others not yet.
     * </pre>
     */
    default void addMany(dev.polyprim.v1.CounterServiceAddManyRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceAddManyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getAddManyMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service CounterService.
   * <pre>
   * A counter holds a signed 64-bit value. All its operations are atomic; sums wrap
   * around at 2^63 as two's complement does.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the counter does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static abstract class CounterServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return CounterServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service CounterService.
   * <pre>
   * A counter holds a signed 64-bit value. All its operations are atomic; sums wrap
   * around at 2^63 as two's complement does.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the counter does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static final class CounterServiceStub
      extends io.grpc.stub.AbstractAsyncStub<CounterServiceStub> {
    private CounterServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CounterServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CounterServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates a counter, or finds the one that exists, which keeps its value. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    public void create(dev.polyprim.v1.CounterServiceCreateRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceCreateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a counter. Its name is free at once; handles of the deleted counter answer NOT_FOUND.
     * </pre>
     */
    public void delete(dev.polyprim.v1.CounterServiceDeleteRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceDeleteResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells whether a counter of this name exists.
     * </pre>
     */
    public void exists(dev.polyprim.v1.CounterServiceExistsRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceExistsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getExistsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Names the counters that begin with a prefix, a page at a time.
     * </pre>
     */
    public void list(dev.polyprim.v1.CounterServiceListRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceListResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Adds to a counter.
     * </pre>
     */
    public void add(dev.polyprim.v1.CounterServiceAddRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceAddResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAddMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Reads a counter.
     * </pre>
     */
    public void get(dev.polyprim.v1.CounterServiceGetRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceGetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sets a counter to a desired value if it holds the expected one.
     * </pre>
     */
    public void compareExchange(dev.polyprim.v1.CounterServiceCompareExchangeRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceCompareExchangeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCompareExchangeMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sets a counter and answers what it held.
     * </pre>
     */
    public void reset(dev.polyprim.v1.CounterServiceResetRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceResetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Adds to many counters at once. Every name is found before anything is added, so that a missing
     * counter (NOT_FOUND) leaves all of them as they were. Each addition is then atomic by itself: a
     * reader may see some done and others not yet.
     * </pre>
     */
    public void addMany(dev.polyprim.v1.CounterServiceAddManyRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceAddManyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getAddManyMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service CounterService.
   * <pre>
   * A counter holds a signed 64-bit value. All its operations are atomic; sums wrap
   * around at 2^63 as two's complement does.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the counter does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static final class CounterServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<CounterServiceBlockingV2Stub> {
    private CounterServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CounterServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CounterServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates a counter, or finds the one that exists, which keeps its value. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceCreateResponse create(dev.polyprim.v1.CounterServiceCreateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a counter. Its name is free at once; handles of the deleted counter answer NOT_FOUND.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceDeleteResponse delete(dev.polyprim.v1.CounterServiceDeleteRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells whether a counter of this name exists.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceExistsResponse exists(dev.polyprim.v1.CounterServiceExistsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getExistsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Names the counters that begin with a prefix, a page at a time.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceListResponse list(dev.polyprim.v1.CounterServiceListRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds to a counter.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceAddResponse add(dev.polyprim.v1.CounterServiceAddRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getAddMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reads a counter.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceGetResponse get(dev.polyprim.v1.CounterServiceGetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sets a counter to a desired value if it holds the expected one.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceCompareExchangeResponse compareExchange(dev.polyprim.v1.CounterServiceCompareExchangeRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCompareExchangeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sets a counter and answers what it held.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceResetResponse reset(dev.polyprim.v1.CounterServiceResetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getResetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds to many counters at once. Every name is found before anything is added, so that a missing
     * counter (NOT_FOUND) leaves all of them as they were. Each addition is then atomic by itself: a
     * reader may see some done and others not yet.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceAddManyResponse addMany(dev.polyprim.v1.CounterServiceAddManyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getAddManyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service CounterService.
   * <pre>
   * A counter holds a signed 64-bit value. All its operations are atomic; sums wrap
   * around at 2^63 as two's complement does.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the counter does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static final class CounterServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<CounterServiceBlockingStub> {
    private CounterServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CounterServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CounterServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates a counter, or finds the one that exists, which keeps its value. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceCreateResponse create(dev.polyprim.v1.CounterServiceCreateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a counter. Its name is free at once; handles of the deleted counter answer NOT_FOUND.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceDeleteResponse delete(dev.polyprim.v1.CounterServiceDeleteRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells whether a counter of this name exists.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceExistsResponse exists(dev.polyprim.v1.CounterServiceExistsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getExistsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Names the counters that begin with a prefix, a page at a time.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceListResponse list(dev.polyprim.v1.CounterServiceListRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds to a counter.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceAddResponse add(dev.polyprim.v1.CounterServiceAddRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAddMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reads a counter.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceGetResponse get(dev.polyprim.v1.CounterServiceGetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sets a counter to a desired value if it holds the expected one.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceCompareExchangeResponse compareExchange(dev.polyprim.v1.CounterServiceCompareExchangeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCompareExchangeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sets a counter and answers what it held.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceResetResponse reset(dev.polyprim.v1.CounterServiceResetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Adds to many counters at once. Every name is found before anything is added, so that a missing
     * counter (NOT_FOUND) leaves all of them as they were. Each addition is then atomic by itself: a
     * reader may see some done and others not yet.
     * </pre>
     */
    public dev.polyprim.v1.CounterServiceAddManyResponse addMany(dev.polyprim.v1.CounterServiceAddManyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getAddManyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service CounterService.
   * <pre>
   * A counter holds a signed 64-bit value. All its operations are atomic; sums wrap
   * around at 2^63 as two's complement does.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the counter does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static final class CounterServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<CounterServiceFutureStub> {
    private CounterServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CounterServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CounterServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates a counter, or finds the one that exists, which keeps its value. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.CounterServiceCreateResponse> create(
        dev.polyprim.v1.CounterServiceCreateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a counter. Its name is free at once; handles of the deleted counter answer NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.CounterServiceDeleteResponse> delete(
        dev.polyprim.v1.CounterServiceDeleteRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells whether a counter of this name exists.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.CounterServiceExistsResponse> exists(
        dev.polyprim.v1.CounterServiceExistsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getExistsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Names the counters that begin with a prefix, a page at a time.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.CounterServiceListResponse> list(
        dev.polyprim.v1.CounterServiceListRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Adds to a counter.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.CounterServiceAddResponse> add(
        dev.polyprim.v1.CounterServiceAddRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAddMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Reads a counter.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.CounterServiceGetResponse> get(
        dev.polyprim.v1.CounterServiceGetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Sets a counter to a desired value if it holds the expected one.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.CounterServiceCompareExchangeResponse> compareExchange(
        dev.polyprim.v1.CounterServiceCompareExchangeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCompareExchangeMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Sets a counter and answers what it held.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.CounterServiceResetResponse> reset(
        dev.polyprim.v1.CounterServiceResetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Adds to many counters at once. Every name is found before anything is added, so that a missing
     * counter (NOT_FOUND) leaves all of them as they were. Each addition is then atomic by itself: a
     * reader may see some done and others not yet.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.CounterServiceAddManyResponse> addMany(
        dev.polyprim.v1.CounterServiceAddManyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getAddManyMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE = 0;
  private static final int METHODID_DELETE = 1;
  private static final int METHODID_EXISTS = 2;
  private static final int METHODID_LIST = 3;
  private static final int METHODID_ADD = 4;
  private static final int METHODID_GET = 5;
  private static final int METHODID_COMPARE_EXCHANGE = 6;
  private static final int METHODID_RESET = 7;
  private static final int METHODID_ADD_MANY = 8;

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
        case METHODID_CREATE:
          serviceImpl.create((dev.polyprim.v1.CounterServiceCreateRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceCreateResponse>) responseObserver);
          break;
        case METHODID_DELETE:
          serviceImpl.delete((dev.polyprim.v1.CounterServiceDeleteRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceDeleteResponse>) responseObserver);
          break;
        case METHODID_EXISTS:
          serviceImpl.exists((dev.polyprim.v1.CounterServiceExistsRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceExistsResponse>) responseObserver);
          break;
        case METHODID_LIST:
          serviceImpl.list((dev.polyprim.v1.CounterServiceListRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceListResponse>) responseObserver);
          break;
        case METHODID_ADD:
          serviceImpl.add((dev.polyprim.v1.CounterServiceAddRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceAddResponse>) responseObserver);
          break;
        case METHODID_GET:
          serviceImpl.get((dev.polyprim.v1.CounterServiceGetRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceGetResponse>) responseObserver);
          break;
        case METHODID_COMPARE_EXCHANGE:
          serviceImpl.compareExchange((dev.polyprim.v1.CounterServiceCompareExchangeRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceCompareExchangeResponse>) responseObserver);
          break;
        case METHODID_RESET:
          serviceImpl.reset((dev.polyprim.v1.CounterServiceResetRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceResetResponse>) responseObserver);
          break;
        case METHODID_ADD_MANY:
          serviceImpl.addMany((dev.polyprim.v1.CounterServiceAddManyRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.CounterServiceAddManyResponse>) responseObserver);
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
          getCreateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.CounterServiceCreateRequest,
              dev.polyprim.v1.CounterServiceCreateResponse>(
                service, METHODID_CREATE)))
        .addMethod(
          getDeleteMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.CounterServiceDeleteRequest,
              dev.polyprim.v1.CounterServiceDeleteResponse>(
                service, METHODID_DELETE)))
        .addMethod(
          getExistsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.CounterServiceExistsRequest,
              dev.polyprim.v1.CounterServiceExistsResponse>(
                service, METHODID_EXISTS)))
        .addMethod(
          getListMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.CounterServiceListRequest,
              dev.polyprim.v1.CounterServiceListResponse>(
                service, METHODID_LIST)))
        .addMethod(
          getAddMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.CounterServiceAddRequest,
              dev.polyprim.v1.CounterServiceAddResponse>(
                service, METHODID_ADD)))
        .addMethod(
          getGetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.CounterServiceGetRequest,
              dev.polyprim.v1.CounterServiceGetResponse>(
                service, METHODID_GET)))
        .addMethod(
          getCompareExchangeMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.CounterServiceCompareExchangeRequest,
              dev.polyprim.v1.CounterServiceCompareExchangeResponse>(
                service, METHODID_COMPARE_EXCHANGE)))
        .addMethod(
          getResetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.CounterServiceResetRequest,
              dev.polyprim.v1.CounterServiceResetResponse>(
                service, METHODID_RESET)))
        .addMethod(
          getAddManyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.CounterServiceAddManyRequest,
              dev.polyprim.v1.CounterServiceAddManyResponse>(
                service, METHODID_ADD_MANY)))
        .build();
  }

  private static abstract class CounterServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    CounterServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.polyprim.v1.CounterProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("CounterService");
    }
  }

  private static final class CounterServiceFileDescriptorSupplier
      extends CounterServiceBaseDescriptorSupplier {
    CounterServiceFileDescriptorSupplier() {}
  }

  private static final class CounterServiceMethodDescriptorSupplier
      extends CounterServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    CounterServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (CounterServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new CounterServiceFileDescriptorSupplier())
              .addMethod(getCreateMethod())
              .addMethod(getDeleteMethod())
              .addMethod(getExistsMethod())
              .addMethod(getListMethod())
              .addMethod(getAddMethod())
              .addMethod(getGetMethod())
              .addMethod(getCompareExchangeMethod())
              .addMethod(getResetMethod())
              .addMethod(getAddManyMethod())
              .build();
        }
      }
    }
    return result;
  }
}
