package dev.polyprim.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * A queue keeps records of up to 65,536 bytes in a region of fixed size. Full and empty are
 * answers, not errors. A record that was pushed survives the death of any process; one whose pop
 * was answered is never given out again.
 * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
 * NOT_FOUND where the queue does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
 * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class QueueServiceGrpc {

  private QueueServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "polyprim.v1.QueueService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceCreateRequest,
      dev.polyprim.v1.QueueServiceCreateResponse> getCreateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Create",
      requestType = dev.polyprim.v1.QueueServiceCreateRequest.class,
      responseType = dev.polyprim.v1.QueueServiceCreateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceCreateRequest,
      dev.polyprim.v1.QueueServiceCreateResponse> getCreateMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceCreateRequest, dev.polyprim.v1.QueueServiceCreateResponse> getCreateMethod;
    if ((getCreateMethod = QueueServiceGrpc.getCreateMethod) == null) {
      synchronized (QueueServiceGrpc.class) {
        if ((getCreateMethod = QueueServiceGrpc.getCreateMethod) == null) {
          QueueServiceGrpc.getCreateMethod = getCreateMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.QueueServiceCreateRequest, dev.polyprim.v1.QueueServiceCreateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Create"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServiceCreateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServiceCreateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new QueueServiceMethodDescriptorSupplier("Create"))
              .build();
        }
      }
    }
    return getCreateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceDeleteRequest,
      dev.polyprim.v1.QueueServiceDeleteResponse> getDeleteMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Delete",
      requestType = dev.polyprim.v1.QueueServiceDeleteRequest.class,
      responseType = dev.polyprim.v1.QueueServiceDeleteResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceDeleteRequest,
      dev.polyprim.v1.QueueServiceDeleteResponse> getDeleteMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceDeleteRequest, dev.polyprim.v1.QueueServiceDeleteResponse> getDeleteMethod;
    if ((getDeleteMethod = QueueServiceGrpc.getDeleteMethod) == null) {
      synchronized (QueueServiceGrpc.class) {
        if ((getDeleteMethod = QueueServiceGrpc.getDeleteMethod) == null) {
          QueueServiceGrpc.getDeleteMethod = getDeleteMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.QueueServiceDeleteRequest, dev.polyprim.v1.QueueServiceDeleteResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Delete"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServiceDeleteRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServiceDeleteResponse.getDefaultInstance()))
              .setSchemaDescriptor(new QueueServiceMethodDescriptorSupplier("Delete"))
              .build();
        }
      }
    }
    return getDeleteMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceExistsRequest,
      dev.polyprim.v1.QueueServiceExistsResponse> getExistsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Exists",
      requestType = dev.polyprim.v1.QueueServiceExistsRequest.class,
      responseType = dev.polyprim.v1.QueueServiceExistsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceExistsRequest,
      dev.polyprim.v1.QueueServiceExistsResponse> getExistsMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceExistsRequest, dev.polyprim.v1.QueueServiceExistsResponse> getExistsMethod;
    if ((getExistsMethod = QueueServiceGrpc.getExistsMethod) == null) {
      synchronized (QueueServiceGrpc.class) {
        if ((getExistsMethod = QueueServiceGrpc.getExistsMethod) == null) {
          QueueServiceGrpc.getExistsMethod = getExistsMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.QueueServiceExistsRequest, dev.polyprim.v1.QueueServiceExistsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Exists"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServiceExistsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServiceExistsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new QueueServiceMethodDescriptorSupplier("Exists"))
              .build();
        }
      }
    }
    return getExistsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceListRequest,
      dev.polyprim.v1.QueueServiceListResponse> getListMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "List",
      requestType = dev.polyprim.v1.QueueServiceListRequest.class,
      responseType = dev.polyprim.v1.QueueServiceListResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceListRequest,
      dev.polyprim.v1.QueueServiceListResponse> getListMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceListRequest, dev.polyprim.v1.QueueServiceListResponse> getListMethod;
    if ((getListMethod = QueueServiceGrpc.getListMethod) == null) {
      synchronized (QueueServiceGrpc.class) {
        if ((getListMethod = QueueServiceGrpc.getListMethod) == null) {
          QueueServiceGrpc.getListMethod = getListMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.QueueServiceListRequest, dev.polyprim.v1.QueueServiceListResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "List"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServiceListRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServiceListResponse.getDefaultInstance()))
              .setSchemaDescriptor(new QueueServiceMethodDescriptorSupplier("List"))
              .build();
        }
      }
    }
    return getListMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePushRequest,
      dev.polyprim.v1.QueueServicePushResponse> getPushMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Push",
      requestType = dev.polyprim.v1.QueueServicePushRequest.class,
      responseType = dev.polyprim.v1.QueueServicePushResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePushRequest,
      dev.polyprim.v1.QueueServicePushResponse> getPushMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePushRequest, dev.polyprim.v1.QueueServicePushResponse> getPushMethod;
    if ((getPushMethod = QueueServiceGrpc.getPushMethod) == null) {
      synchronized (QueueServiceGrpc.class) {
        if ((getPushMethod = QueueServiceGrpc.getPushMethod) == null) {
          QueueServiceGrpc.getPushMethod = getPushMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.QueueServicePushRequest, dev.polyprim.v1.QueueServicePushResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Push"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServicePushRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServicePushResponse.getDefaultInstance()))
              .setSchemaDescriptor(new QueueServiceMethodDescriptorSupplier("Push"))
              .build();
        }
      }
    }
    return getPushMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePushManyRequest,
      dev.polyprim.v1.QueueServicePushManyResponse> getPushManyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PushMany",
      requestType = dev.polyprim.v1.QueueServicePushManyRequest.class,
      responseType = dev.polyprim.v1.QueueServicePushManyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePushManyRequest,
      dev.polyprim.v1.QueueServicePushManyResponse> getPushManyMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePushManyRequest, dev.polyprim.v1.QueueServicePushManyResponse> getPushManyMethod;
    if ((getPushManyMethod = QueueServiceGrpc.getPushManyMethod) == null) {
      synchronized (QueueServiceGrpc.class) {
        if ((getPushManyMethod = QueueServiceGrpc.getPushManyMethod) == null) {
          QueueServiceGrpc.getPushManyMethod = getPushManyMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.QueueServicePushManyRequest, dev.polyprim.v1.QueueServicePushManyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PushMany"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServicePushManyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServicePushManyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new QueueServiceMethodDescriptorSupplier("PushMany"))
              .build();
        }
      }
    }
    return getPushManyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePopRequest,
      dev.polyprim.v1.QueueServicePopResponse> getPopMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Pop",
      requestType = dev.polyprim.v1.QueueServicePopRequest.class,
      responseType = dev.polyprim.v1.QueueServicePopResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePopRequest,
      dev.polyprim.v1.QueueServicePopResponse> getPopMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePopRequest, dev.polyprim.v1.QueueServicePopResponse> getPopMethod;
    if ((getPopMethod = QueueServiceGrpc.getPopMethod) == null) {
      synchronized (QueueServiceGrpc.class) {
        if ((getPopMethod = QueueServiceGrpc.getPopMethod) == null) {
          QueueServiceGrpc.getPopMethod = getPopMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.QueueServicePopRequest, dev.polyprim.v1.QueueServicePopResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Pop"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServicePopRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServicePopResponse.getDefaultInstance()))
              .setSchemaDescriptor(new QueueServiceMethodDescriptorSupplier("Pop"))
              .build();
        }
      }
    }
    return getPopMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePopManyRequest,
      dev.polyprim.v1.QueueServicePopManyResponse> getPopManyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PopMany",
      requestType = dev.polyprim.v1.QueueServicePopManyRequest.class,
      responseType = dev.polyprim.v1.QueueServicePopManyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePopManyRequest,
      dev.polyprim.v1.QueueServicePopManyResponse> getPopManyMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePopManyRequest, dev.polyprim.v1.QueueServicePopManyResponse> getPopManyMethod;
    if ((getPopManyMethod = QueueServiceGrpc.getPopManyMethod) == null) {
      synchronized (QueueServiceGrpc.class) {
        if ((getPopManyMethod = QueueServiceGrpc.getPopManyMethod) == null) {
          QueueServiceGrpc.getPopManyMethod = getPopManyMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.QueueServicePopManyRequest, dev.polyprim.v1.QueueServicePopManyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PopMany"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServicePopManyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServicePopManyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new QueueServiceMethodDescriptorSupplier("PopMany"))
              .build();
        }
      }
    }
    return getPopManyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePeekRequest,
      dev.polyprim.v1.QueueServicePeekResponse> getPeekMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Peek",
      requestType = dev.polyprim.v1.QueueServicePeekRequest.class,
      responseType = dev.polyprim.v1.QueueServicePeekResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePeekRequest,
      dev.polyprim.v1.QueueServicePeekResponse> getPeekMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServicePeekRequest, dev.polyprim.v1.QueueServicePeekResponse> getPeekMethod;
    if ((getPeekMethod = QueueServiceGrpc.getPeekMethod) == null) {
      synchronized (QueueServiceGrpc.class) {
        if ((getPeekMethod = QueueServiceGrpc.getPeekMethod) == null) {
          QueueServiceGrpc.getPeekMethod = getPeekMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.QueueServicePeekRequest, dev.polyprim.v1.QueueServicePeekResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Peek"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServicePeekRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServicePeekResponse.getDefaultInstance()))
              .setSchemaDescriptor(new QueueServiceMethodDescriptorSupplier("Peek"))
              .build();
        }
      }
    }
    return getPeekMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceStatisticsRequest,
      dev.polyprim.v1.QueueServiceStatisticsResponse> getStatisticsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Statistics",
      requestType = dev.polyprim.v1.QueueServiceStatisticsRequest.class,
      responseType = dev.polyprim.v1.QueueServiceStatisticsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceStatisticsRequest,
      dev.polyprim.v1.QueueServiceStatisticsResponse> getStatisticsMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.QueueServiceStatisticsRequest, dev.polyprim.v1.QueueServiceStatisticsResponse> getStatisticsMethod;
    if ((getStatisticsMethod = QueueServiceGrpc.getStatisticsMethod) == null) {
      synchronized (QueueServiceGrpc.class) {
        if ((getStatisticsMethod = QueueServiceGrpc.getStatisticsMethod) == null) {
          QueueServiceGrpc.getStatisticsMethod = getStatisticsMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.QueueServiceStatisticsRequest, dev.polyprim.v1.QueueServiceStatisticsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Statistics"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServiceStatisticsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.QueueServiceStatisticsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new QueueServiceMethodDescriptorSupplier("Statistics"))
              .build();
        }
      }
    }
    return getStatisticsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static QueueServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<QueueServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<QueueServiceStub>() {
        @java.lang.Override
        public QueueServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new QueueServiceStub(channel, callOptions);
        }
      };
    return QueueServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static QueueServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<QueueServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<QueueServiceBlockingV2Stub>() {
        @java.lang.Override
        public QueueServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new QueueServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return QueueServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static QueueServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<QueueServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<QueueServiceBlockingStub>() {
        @java.lang.Override
        public QueueServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new QueueServiceBlockingStub(channel, callOptions);
        }
      };
    return QueueServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static QueueServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<QueueServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<QueueServiceFutureStub>() {
        @java.lang.Override
        public QueueServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new QueueServiceFutureStub(channel, callOptions);
        }
      };
    return QueueServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * A queue keeps records of up to 65,536 bytes in a region of fixed size. Full and empty are
   * answers, not errors. A record that was pushed survives the death of any process; one whose pop
   * was answered is never given out again.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the queue does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Creates a queue, or finds the one that exists, which keeps its capacity. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    default void create(dev.polyprim.v1.QueueServiceCreateRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceCreateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a queue. Its name is free at once; handles of the deleted queue answer NOT_FOUND.
     * </pre>
     */
    default void delete(dev.polyprim.v1.QueueServiceDeleteRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceDeleteResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells whether a queue of this name exists.
     * </pre>
     */
    default void exists(dev.polyprim.v1.QueueServiceExistsRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceExistsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getExistsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Names the queues that begin with a prefix, a page at a time.
     * </pre>
     */
    default void list(dev.polyprim.v1.QueueServiceListRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceListResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListMethod(), responseObserver);
    }

    /**
     * <pre>
     * Pushes one record. It never waits for room: a full queue answers pushed = false. DATA_LOSS
     * (reason CHECKSUM) where the payload does not match its CRC32, INVALID_ARGUMENT (reason
     * TOO_LARGE) where the queue can never hold it.
     * </pre>
     */
    default void push(dev.polyprim.v1.QueueServicePushRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePushResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPushMethod(), responseObserver);
    }

    /**
     * <pre>
     * Pushes records in their order and next to each other, all at once or none, and never waits for
     * room. Errors as of Push.
     * </pre>
     */
    default void pushMany(dev.polyprim.v1.QueueServicePushManyRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePushManyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPushManyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Takes the oldest record. An empty queue answers found = false, after wait_ms if that is set.
     * </pre>
     */
    default void pop(dev.polyprim.v1.QueueServicePopRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePopResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPopMethod(), responseObserver);
    }

    /**
     * <pre>
     * Takes the oldest records, as many as there are, as max_items allows and as one reply of 128 KiB
     * holds. An empty queue answers no records, after wait_ms if that is set.
     * </pre>
     */
    default void popMany(dev.polyprim.v1.QueueServicePopManyRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePopManyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPopManyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Reads the oldest record and leaves it in the queue. It never waits.
     * </pre>
     */
    default void peek(dev.polyprim.v1.QueueServicePeekRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePeekResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPeekMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells how full a queue is.
     * </pre>
     */
    default void statistics(dev.polyprim.v1.QueueServiceStatisticsRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceStatisticsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getStatisticsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service QueueService.
   * <pre>
   * A queue keeps records of up to 65,536 bytes in a region of fixed size. Full and empty are
   * answers, not errors. A record that was pushed survives the death of any process; one whose pop
   * was answered is never given out again.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the queue does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static abstract class QueueServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return QueueServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service QueueService.
   * <pre>
   * A queue keeps records of up to 65,536 bytes in a region of fixed size. Full and empty are
   * answers, not errors. A record that was pushed survives the death of any process; one whose pop
   * was answered is never given out again.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the queue does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static final class QueueServiceStub
      extends io.grpc.stub.AbstractAsyncStub<QueueServiceStub> {
    private QueueServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected QueueServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new QueueServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates a queue, or finds the one that exists, which keeps its capacity. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    public void create(dev.polyprim.v1.QueueServiceCreateRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceCreateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a queue. Its name is free at once; handles of the deleted queue answer NOT_FOUND.
     * </pre>
     */
    public void delete(dev.polyprim.v1.QueueServiceDeleteRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceDeleteResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells whether a queue of this name exists.
     * </pre>
     */
    public void exists(dev.polyprim.v1.QueueServiceExistsRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceExistsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getExistsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Names the queues that begin with a prefix, a page at a time.
     * </pre>
     */
    public void list(dev.polyprim.v1.QueueServiceListRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceListResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Pushes one record. It never waits for room: a full queue answers pushed = false. DATA_LOSS
     * (reason CHECKSUM) where the payload does not match its CRC32, INVALID_ARGUMENT (reason
     * TOO_LARGE) where the queue can never hold it.
     * </pre>
     */
    public void push(dev.polyprim.v1.QueueServicePushRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePushResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPushMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Pushes records in their order and next to each other, all at once or none, and never waits for
     * room. Errors as of Push.
     * </pre>
     */
    public void pushMany(dev.polyprim.v1.QueueServicePushManyRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePushManyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPushManyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Takes the oldest record. An empty queue answers found = false, after wait_ms if that is set.
     * </pre>
     */
    public void pop(dev.polyprim.v1.QueueServicePopRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePopResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPopMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Takes the oldest records, as many as there are, as max_items allows and as one reply of 128 KiB
     * holds. An empty queue answers no records, after wait_ms if that is set.
     * </pre>
     */
    public void popMany(dev.polyprim.v1.QueueServicePopManyRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePopManyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPopManyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Reads the oldest record and leaves it in the queue. It never waits.
     * </pre>
     */
    public void peek(dev.polyprim.v1.QueueServicePeekRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePeekResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPeekMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells how full a queue is.
     * </pre>
     */
    public void statistics(dev.polyprim.v1.QueueServiceStatisticsRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceStatisticsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getStatisticsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service QueueService.
   * <pre>
   * A queue keeps records of up to 65,536 bytes in a region of fixed size. Full and empty are
   * answers, not errors. A record that was pushed survives the death of any process; one whose pop
   * was answered is never given out again.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the queue does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static final class QueueServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<QueueServiceBlockingV2Stub> {
    private QueueServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected QueueServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new QueueServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates a queue, or finds the one that exists, which keeps its capacity. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    public dev.polyprim.v1.QueueServiceCreateResponse create(dev.polyprim.v1.QueueServiceCreateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a queue. Its name is free at once; handles of the deleted queue answer NOT_FOUND.
     * </pre>
     */
    public dev.polyprim.v1.QueueServiceDeleteResponse delete(dev.polyprim.v1.QueueServiceDeleteRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells whether a queue of this name exists.
     * </pre>
     */
    public dev.polyprim.v1.QueueServiceExistsResponse exists(dev.polyprim.v1.QueueServiceExistsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getExistsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Names the queues that begin with a prefix, a page at a time.
     * </pre>
     */
    public dev.polyprim.v1.QueueServiceListResponse list(dev.polyprim.v1.QueueServiceListRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Pushes one record. It never waits for room: a full queue answers pushed = false. DATA_LOSS
     * (reason CHECKSUM) where the payload does not match its CRC32, INVALID_ARGUMENT (reason
     * TOO_LARGE) where the queue can never hold it.
     * </pre>
     */
    public dev.polyprim.v1.QueueServicePushResponse push(dev.polyprim.v1.QueueServicePushRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPushMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Pushes records in their order and next to each other, all at once or none, and never waits for
     * room. Errors as of Push.
     * </pre>
     */
    public dev.polyprim.v1.QueueServicePushManyResponse pushMany(dev.polyprim.v1.QueueServicePushManyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPushManyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes the oldest record. An empty queue answers found = false, after wait_ms if that is set.
     * </pre>
     */
    public dev.polyprim.v1.QueueServicePopResponse pop(dev.polyprim.v1.QueueServicePopRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPopMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes the oldest records, as many as there are, as max_items allows and as one reply of 128 KiB
     * holds. An empty queue answers no records, after wait_ms if that is set.
     * </pre>
     */
    public dev.polyprim.v1.QueueServicePopManyResponse popMany(dev.polyprim.v1.QueueServicePopManyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPopManyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reads the oldest record and leaves it in the queue. It never waits.
     * </pre>
     */
    public dev.polyprim.v1.QueueServicePeekResponse peek(dev.polyprim.v1.QueueServicePeekRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPeekMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells how full a queue is.
     * </pre>
     */
    public dev.polyprim.v1.QueueServiceStatisticsResponse statistics(dev.polyprim.v1.QueueServiceStatisticsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getStatisticsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service QueueService.
   * <pre>
   * A queue keeps records of up to 65,536 bytes in a region of fixed size. Full and empty are
   * answers, not errors. A record that was pushed survives the death of any process; one whose pop
   * was answered is never given out again.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the queue does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static final class QueueServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<QueueServiceBlockingStub> {
    private QueueServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected QueueServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new QueueServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates a queue, or finds the one that exists, which keeps its capacity. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    public dev.polyprim.v1.QueueServiceCreateResponse create(dev.polyprim.v1.QueueServiceCreateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a queue. Its name is free at once; handles of the deleted queue answer NOT_FOUND.
     * </pre>
     */
    public dev.polyprim.v1.QueueServiceDeleteResponse delete(dev.polyprim.v1.QueueServiceDeleteRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells whether a queue of this name exists.
     * </pre>
     */
    public dev.polyprim.v1.QueueServiceExistsResponse exists(dev.polyprim.v1.QueueServiceExistsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getExistsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Names the queues that begin with a prefix, a page at a time.
     * </pre>
     */
    public dev.polyprim.v1.QueueServiceListResponse list(dev.polyprim.v1.QueueServiceListRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Pushes one record. It never waits for room: a full queue answers pushed = false. DATA_LOSS
     * (reason CHECKSUM) where the payload does not match its CRC32, INVALID_ARGUMENT (reason
     * TOO_LARGE) where the queue can never hold it.
     * </pre>
     */
    public dev.polyprim.v1.QueueServicePushResponse push(dev.polyprim.v1.QueueServicePushRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPushMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Pushes records in their order and next to each other, all at once or none, and never waits for
     * room. Errors as of Push.
     * </pre>
     */
    public dev.polyprim.v1.QueueServicePushManyResponse pushMany(dev.polyprim.v1.QueueServicePushManyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPushManyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes the oldest record. An empty queue answers found = false, after wait_ms if that is set.
     * </pre>
     */
    public dev.polyprim.v1.QueueServicePopResponse pop(dev.polyprim.v1.QueueServicePopRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPopMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes the oldest records, as many as there are, as max_items allows and as one reply of 128 KiB
     * holds. An empty queue answers no records, after wait_ms if that is set.
     * </pre>
     */
    public dev.polyprim.v1.QueueServicePopManyResponse popMany(dev.polyprim.v1.QueueServicePopManyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPopManyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reads the oldest record and leaves it in the queue. It never waits.
     * </pre>
     */
    public dev.polyprim.v1.QueueServicePeekResponse peek(dev.polyprim.v1.QueueServicePeekRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPeekMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells how full a queue is.
     * </pre>
     */
    public dev.polyprim.v1.QueueServiceStatisticsResponse statistics(dev.polyprim.v1.QueueServiceStatisticsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getStatisticsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service QueueService.
   * <pre>
   * A queue keeps records of up to 65,536 bytes in a region of fixed size. Full and empty are
   * answers, not errors. A record that was pushed survives the death of any process; one whose pop
   * was answered is never given out again.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the queue does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static final class QueueServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<QueueServiceFutureStub> {
    private QueueServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected QueueServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new QueueServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates a queue, or finds the one that exists, which keeps its capacity. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.QueueServiceCreateResponse> create(
        dev.polyprim.v1.QueueServiceCreateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a queue. Its name is free at once; handles of the deleted queue answer NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.QueueServiceDeleteResponse> delete(
        dev.polyprim.v1.QueueServiceDeleteRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells whether a queue of this name exists.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.QueueServiceExistsResponse> exists(
        dev.polyprim.v1.QueueServiceExistsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getExistsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Names the queues that begin with a prefix, a page at a time.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.QueueServiceListResponse> list(
        dev.polyprim.v1.QueueServiceListRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Pushes one record. It never waits for room: a full queue answers pushed = false. DATA_LOSS
     * (reason CHECKSUM) where the payload does not match its CRC32, INVALID_ARGUMENT (reason
     * TOO_LARGE) where the queue can never hold it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.QueueServicePushResponse> push(
        dev.polyprim.v1.QueueServicePushRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPushMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Pushes records in their order and next to each other, all at once or none, and never waits for
     * room. Errors as of Push.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.QueueServicePushManyResponse> pushMany(
        dev.polyprim.v1.QueueServicePushManyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPushManyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Takes the oldest record. An empty queue answers found = false, after wait_ms if that is set.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.QueueServicePopResponse> pop(
        dev.polyprim.v1.QueueServicePopRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPopMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Takes the oldest records, as many as there are, as max_items allows and as one reply of 128 KiB
     * holds. An empty queue answers no records, after wait_ms if that is set.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.QueueServicePopManyResponse> popMany(
        dev.polyprim.v1.QueueServicePopManyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPopManyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Reads the oldest record and leaves it in the queue. It never waits.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.QueueServicePeekResponse> peek(
        dev.polyprim.v1.QueueServicePeekRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPeekMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells how full a queue is.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.QueueServiceStatisticsResponse> statistics(
        dev.polyprim.v1.QueueServiceStatisticsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getStatisticsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE = 0;
  private static final int METHODID_DELETE = 1;
  private static final int METHODID_EXISTS = 2;
  private static final int METHODID_LIST = 3;
  private static final int METHODID_PUSH = 4;
  private static final int METHODID_PUSH_MANY = 5;
  private static final int METHODID_POP = 6;
  private static final int METHODID_POP_MANY = 7;
  private static final int METHODID_PEEK = 8;
  private static final int METHODID_STATISTICS = 9;

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
          serviceImpl.create((dev.polyprim.v1.QueueServiceCreateRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceCreateResponse>) responseObserver);
          break;
        case METHODID_DELETE:
          serviceImpl.delete((dev.polyprim.v1.QueueServiceDeleteRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceDeleteResponse>) responseObserver);
          break;
        case METHODID_EXISTS:
          serviceImpl.exists((dev.polyprim.v1.QueueServiceExistsRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceExistsResponse>) responseObserver);
          break;
        case METHODID_LIST:
          serviceImpl.list((dev.polyprim.v1.QueueServiceListRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceListResponse>) responseObserver);
          break;
        case METHODID_PUSH:
          serviceImpl.push((dev.polyprim.v1.QueueServicePushRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePushResponse>) responseObserver);
          break;
        case METHODID_PUSH_MANY:
          serviceImpl.pushMany((dev.polyprim.v1.QueueServicePushManyRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePushManyResponse>) responseObserver);
          break;
        case METHODID_POP:
          serviceImpl.pop((dev.polyprim.v1.QueueServicePopRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePopResponse>) responseObserver);
          break;
        case METHODID_POP_MANY:
          serviceImpl.popMany((dev.polyprim.v1.QueueServicePopManyRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePopManyResponse>) responseObserver);
          break;
        case METHODID_PEEK:
          serviceImpl.peek((dev.polyprim.v1.QueueServicePeekRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServicePeekResponse>) responseObserver);
          break;
        case METHODID_STATISTICS:
          serviceImpl.statistics((dev.polyprim.v1.QueueServiceStatisticsRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.QueueServiceStatisticsResponse>) responseObserver);
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
              dev.polyprim.v1.QueueServiceCreateRequest,
              dev.polyprim.v1.QueueServiceCreateResponse>(
                service, METHODID_CREATE)))
        .addMethod(
          getDeleteMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.QueueServiceDeleteRequest,
              dev.polyprim.v1.QueueServiceDeleteResponse>(
                service, METHODID_DELETE)))
        .addMethod(
          getExistsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.QueueServiceExistsRequest,
              dev.polyprim.v1.QueueServiceExistsResponse>(
                service, METHODID_EXISTS)))
        .addMethod(
          getListMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.QueueServiceListRequest,
              dev.polyprim.v1.QueueServiceListResponse>(
                service, METHODID_LIST)))
        .addMethod(
          getPushMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.QueueServicePushRequest,
              dev.polyprim.v1.QueueServicePushResponse>(
                service, METHODID_PUSH)))
        .addMethod(
          getPushManyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.QueueServicePushManyRequest,
              dev.polyprim.v1.QueueServicePushManyResponse>(
                service, METHODID_PUSH_MANY)))
        .addMethod(
          getPopMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.QueueServicePopRequest,
              dev.polyprim.v1.QueueServicePopResponse>(
                service, METHODID_POP)))
        .addMethod(
          getPopManyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.QueueServicePopManyRequest,
              dev.polyprim.v1.QueueServicePopManyResponse>(
                service, METHODID_POP_MANY)))
        .addMethod(
          getPeekMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.QueueServicePeekRequest,
              dev.polyprim.v1.QueueServicePeekResponse>(
                service, METHODID_PEEK)))
        .addMethod(
          getStatisticsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.QueueServiceStatisticsRequest,
              dev.polyprim.v1.QueueServiceStatisticsResponse>(
                service, METHODID_STATISTICS)))
        .build();
  }

  private static abstract class QueueServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    QueueServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.polyprim.v1.QueueProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("QueueService");
    }
  }

  private static final class QueueServiceFileDescriptorSupplier
      extends QueueServiceBaseDescriptorSupplier {
    QueueServiceFileDescriptorSupplier() {}
  }

  private static final class QueueServiceMethodDescriptorSupplier
      extends QueueServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    QueueServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (QueueServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new QueueServiceFileDescriptorSupplier())
              .addMethod(getCreateMethod())
              .addMethod(getDeleteMethod())
              .addMethod(getExistsMethod())
              .addMethod(getListMethod())
              .addMethod(getPushMethod())
              .addMethod(getPushManyMethod())
              .addMethod(getPopMethod())
              .addMethod(getPopManyMethod())
              .addMethod(getPeekMethod())
              .addMethod(getStatisticsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
