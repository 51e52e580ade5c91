package dev.polyprim.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * An object stands for one consumer group and holds its retry count and its latest events. The
 * backoff is 2^retry * 100 ms.
 * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
 * NOT_FOUND where the group does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
 * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class KafkaRebalanceHookServiceGrpc {

  private KafkaRebalanceHookServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "polyprim.v1.KafkaRebalanceHookService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse> getCreateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Create",
      requestType = dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest.class,
      responseType = dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse> getCreateMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest, dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse> getCreateMethod;
    if ((getCreateMethod = KafkaRebalanceHookServiceGrpc.getCreateMethod) == null) {
      synchronized (KafkaRebalanceHookServiceGrpc.class) {
        if ((getCreateMethod = KafkaRebalanceHookServiceGrpc.getCreateMethod) == null) {
          KafkaRebalanceHookServiceGrpc.getCreateMethod = getCreateMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest, dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Create"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KafkaRebalanceHookServiceMethodDescriptorSupplier("Create"))
              .build();
        }
      }
    }
    return getCreateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse> getDeleteMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Delete",
      requestType = dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest.class,
      responseType = dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse> getDeleteMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest, dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse> getDeleteMethod;
    if ((getDeleteMethod = KafkaRebalanceHookServiceGrpc.getDeleteMethod) == null) {
      synchronized (KafkaRebalanceHookServiceGrpc.class) {
        if ((getDeleteMethod = KafkaRebalanceHookServiceGrpc.getDeleteMethod) == null) {
          KafkaRebalanceHookServiceGrpc.getDeleteMethod = getDeleteMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest, dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Delete"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KafkaRebalanceHookServiceMethodDescriptorSupplier("Delete"))
              .build();
        }
      }
    }
    return getDeleteMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse> getExistsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Exists",
      requestType = dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest.class,
      responseType = dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse> getExistsMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest, dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse> getExistsMethod;
    if ((getExistsMethod = KafkaRebalanceHookServiceGrpc.getExistsMethod) == null) {
      synchronized (KafkaRebalanceHookServiceGrpc.class) {
        if ((getExistsMethod = KafkaRebalanceHookServiceGrpc.getExistsMethod) == null) {
          KafkaRebalanceHookServiceGrpc.getExistsMethod = getExistsMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest, dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Exists"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KafkaRebalanceHookServiceMethodDescriptorSupplier("Exists"))
              .build();
        }
      }
    }
    return getExistsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceListRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceListResponse> getListMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "List",
      requestType = dev.polyprim.v1.KafkaRebalanceHookServiceListRequest.class,
      responseType = dev.polyprim.v1.KafkaRebalanceHookServiceListResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceListRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceListResponse> getListMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceListRequest, dev.polyprim.v1.KafkaRebalanceHookServiceListResponse> getListMethod;
    if ((getListMethod = KafkaRebalanceHookServiceGrpc.getListMethod) == null) {
      synchronized (KafkaRebalanceHookServiceGrpc.class) {
        if ((getListMethod = KafkaRebalanceHookServiceGrpc.getListMethod) == null) {
          KafkaRebalanceHookServiceGrpc.getListMethod = getListMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.KafkaRebalanceHookServiceListRequest, dev.polyprim.v1.KafkaRebalanceHookServiceListResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "List"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceListRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceListResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KafkaRebalanceHookServiceMethodDescriptorSupplier("List"))
              .build();
        }
      }
    }
    return getListMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse> getReportMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Report",
      requestType = dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest.class,
      responseType = dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse> getReportMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest, dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse> getReportMethod;
    if ((getReportMethod = KafkaRebalanceHookServiceGrpc.getReportMethod) == null) {
      synchronized (KafkaRebalanceHookServiceGrpc.class) {
        if ((getReportMethod = KafkaRebalanceHookServiceGrpc.getReportMethod) == null) {
          KafkaRebalanceHookServiceGrpc.getReportMethod = getReportMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest, dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Report"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KafkaRebalanceHookServiceMethodDescriptorSupplier("Report"))
              .build();
        }
      }
    }
    return getReportMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse> getSucceedMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Succeed",
      requestType = dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest.class,
      responseType = dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse> getSucceedMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest, dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse> getSucceedMethod;
    if ((getSucceedMethod = KafkaRebalanceHookServiceGrpc.getSucceedMethod) == null) {
      synchronized (KafkaRebalanceHookServiceGrpc.class) {
        if ((getSucceedMethod = KafkaRebalanceHookServiceGrpc.getSucceedMethod) == null) {
          KafkaRebalanceHookServiceGrpc.getSucceedMethod = getSucceedMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest, dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Succeed"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KafkaRebalanceHookServiceMethodDescriptorSupplier("Succeed"))
              .build();
        }
      }
    }
    return getSucceedMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse> getGetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Get",
      requestType = dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest.class,
      responseType = dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse> getGetMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest, dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse> getGetMethod;
    if ((getGetMethod = KafkaRebalanceHookServiceGrpc.getGetMethod) == null) {
      synchronized (KafkaRebalanceHookServiceGrpc.class) {
        if ((getGetMethod = KafkaRebalanceHookServiceGrpc.getGetMethod) == null) {
          KafkaRebalanceHookServiceGrpc.getGetMethod = getGetMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest, dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Get"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KafkaRebalanceHookServiceMethodDescriptorSupplier("Get"))
              .build();
        }
      }
    }
    return getGetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse> getEventsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Events",
      requestType = dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest.class,
      responseType = dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest,
      dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse> getEventsMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest, dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse> getEventsMethod;
    if ((getEventsMethod = KafkaRebalanceHookServiceGrpc.getEventsMethod) == null) {
      synchronized (KafkaRebalanceHookServiceGrpc.class) {
        if ((getEventsMethod = KafkaRebalanceHookServiceGrpc.getEventsMethod) == null) {
          KafkaRebalanceHookServiceGrpc.getEventsMethod = getEventsMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest, dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Events"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KafkaRebalanceHookServiceMethodDescriptorSupplier("Events"))
              .build();
        }
      }
    }
    return getEventsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static KafkaRebalanceHookServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<KafkaRebalanceHookServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<KafkaRebalanceHookServiceStub>() {
        @java.lang.Override
        public KafkaRebalanceHookServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new KafkaRebalanceHookServiceStub(channel, callOptions);
        }
      };
    return KafkaRebalanceHookServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static KafkaRebalanceHookServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<KafkaRebalanceHookServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<KafkaRebalanceHookServiceBlockingV2Stub>() {
        @java.lang.Override
        public KafkaRebalanceHookServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new KafkaRebalanceHookServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return KafkaRebalanceHookServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static KafkaRebalanceHookServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<KafkaRebalanceHookServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<KafkaRebalanceHookServiceBlockingStub>() {
        @java.lang.Override
        public KafkaRebalanceHookServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new KafkaRebalanceHookServiceBlockingStub(channel, callOptions);
        }
      };
    return KafkaRebalanceHookServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static KafkaRebalanceHookServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<KafkaRebalanceHookServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<KafkaRebalanceHookServiceFutureStub>() {
        @java.lang.Override
        public KafkaRebalanceHookServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new KafkaRebalanceHookServiceFutureStub(channel, callOptions);
        }
      };
    return KafkaRebalanceHookServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * An object stands for one consumer group and holds its retry count and its latest events. The
   * backoff is 2^retry * 100 ms.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the group does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Creates a group, or finds the one that exists, which keeps its options. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    default void create(dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a group. Its name is free at once; handles of the deleted group answer NOT_FOUND.
     * </pre>
     */
    default void delete(dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells whether a group of this name exists.
     * </pre>
     */
    default void exists(dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getExistsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Names the groups that begin with a prefix, a page at a time.
     * </pre>
     */
    default void list(dev.polyprim.v1.KafkaRebalanceHookServiceListRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceListResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListMethod(), responseObserver);
    }

    /**
     * <pre>
     * Reports an error that a member met: answers how long to back off, counts one retry and records
     * an event.
     * </pre>
     */
    default void report(dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReportMethod(), responseObserver);
    }

    /**
     * <pre>
     * Reports that the group is stable again: its retry count goes back to 0.
     * </pre>
     */
    default void succeed(dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSucceedMethod(), responseObserver);
    }

    /**
     * <pre>
     * Reads a group's retry count.
     * </pre>
     */
    default void get(dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetMethod(), responseObserver);
    }

    /**
     * <pre>
     * Reads a group's events, oldest first. A group keeps its latest events only: a gap in the
     * sequence numbers tells how many were overwritten.
     * </pre>
     */
    default void events(dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getEventsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service KafkaRebalanceHookService.
   * <pre>
   * An object stands for one consumer group and holds its retry count and its latest events. The
   * backoff is 2^retry * 100 ms.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the group does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static abstract class KafkaRebalanceHookServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return KafkaRebalanceHookServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service KafkaRebalanceHookService.
   * <pre>
   * An object stands for one consumer group and holds its retry count and its latest events. The
   * backoff is 2^retry * 100 ms.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the group does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static final class KafkaRebalanceHookServiceStub
      extends io.grpc.stub.AbstractAsyncStub<KafkaRebalanceHookServiceStub> {
    private KafkaRebalanceHookServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected KafkaRebalanceHookServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new KafkaRebalanceHookServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates a group, or finds the one that exists, which keeps its options. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    public void create(dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a group. Its name is free at once; handles of the deleted group answer NOT_FOUND.
     * </pre>
     */
    public void delete(dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells whether a group of this name exists.
     * </pre>
     */
    public void exists(dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getExistsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Names the groups that begin with a prefix, a page at a time.
     * </pre>
     */
    public void list(dev.polyprim.v1.KafkaRebalanceHookServiceListRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceListResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Reports an error that a member met: answers how long to back off, counts one retry and records
     * an event.
     * </pre>
     */
    public void report(dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReportMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Reports that the group is stable again: its retry count goes back to 0.
     * </pre>
     */
    public void succeed(dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSucceedMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Reads a group's retry count.
     * </pre>
     */
    public void get(dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Reads a group's events, oldest first. A group keeps its latest events only: a gap in the
     * sequence numbers tells how many were overwritten.
     * </pre>
     */
    public void events(dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getEventsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service KafkaRebalanceHookService.
   * <pre>
   * An object stands for one consumer group and holds its retry count and its latest events. The
   * backoff is 2^retry * 100 ms.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the group does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static final class KafkaRebalanceHookServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<KafkaRebalanceHookServiceBlockingV2Stub> {
    private KafkaRebalanceHookServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected KafkaRebalanceHookServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new KafkaRebalanceHookServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates a group, or finds the one that exists, which keeps its options. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse create(dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a group. Its name is free at once; handles of the deleted group answer NOT_FOUND.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse delete(dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells whether a group of this name exists.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse exists(dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getExistsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Names the groups that begin with a prefix, a page at a time.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceListResponse list(dev.polyprim.v1.KafkaRebalanceHookServiceListRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reports an error that a member met: answers how long to back off, counts one retry and records
     * an event.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse report(dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reports that the group is stable again: its retry count goes back to 0.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse succeed(dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSucceedMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reads a group's retry count.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse get(dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reads a group's events, oldest first. A group keeps its latest events only: a gap in the
     * sequence numbers tells how many were overwritten.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse events(dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getEventsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service KafkaRebalanceHookService.
   * <pre>
   * An object stands for one consumer group and holds its retry count and its latest events. The
   * backoff is 2^retry * 100 ms.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the group does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static final class KafkaRebalanceHookServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<KafkaRebalanceHookServiceBlockingStub> {
    private KafkaRebalanceHookServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected KafkaRebalanceHookServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new KafkaRebalanceHookServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates a group, or finds the one that exists, which keeps its options. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse create(dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a group. Its name is free at once; handles of the deleted group answer NOT_FOUND.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse delete(dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells whether a group of this name exists.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse exists(dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getExistsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Names the groups that begin with a prefix, a page at a time.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceListResponse list(dev.polyprim.v1.KafkaRebalanceHookServiceListRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reports an error that a member met: answers how long to back off, counts one retry and records
     * an event.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse report(dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReportMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reports that the group is stable again: its retry count goes back to 0.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse succeed(dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSucceedMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reads a group's retry count.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse get(dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reads a group's events, oldest first. A group keeps its latest events only: a gap in the
     * sequence numbers tells how many were overwritten.
     * </pre>
     */
    public dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse events(dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getEventsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service KafkaRebalanceHookService.
   * <pre>
   * An object stands for one consumer group and holds its retry count and its latest events. The
   * backoff is 2^retry * 100 ms.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * NOT_FOUND where the group does not exist and FAILED_PRECONDITION (reason WRONG_KIND) where the
   * name belongs to an object of another kind, unless it says otherwise. Nothing has changed then.
   * </pre>
   */
  public static final class KafkaRebalanceHookServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<KafkaRebalanceHookServiceFutureStub> {
    private KafkaRebalanceHookServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected KafkaRebalanceHookServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new KafkaRebalanceHookServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates a group, or finds the one that exists, which keeps its options. RESOURCE_EXHAUSTED
     * (reason NO_SPACE) where the segment is full.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse> create(
        dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a group. Its name is free at once; handles of the deleted group answer NOT_FOUND.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse> delete(
        dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells whether a group of this name exists.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse> exists(
        dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getExistsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Names the groups that begin with a prefix, a page at a time.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.KafkaRebalanceHookServiceListResponse> list(
        dev.polyprim.v1.KafkaRebalanceHookServiceListRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Reports an error that a member met: answers how long to back off, counts one retry and records
     * an event.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse> report(
        dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReportMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Reports that the group is stable again: its retry count goes back to 0.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse> succeed(
        dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSucceedMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Reads a group's retry count.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse> get(
        dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Reads a group's events, oldest first. A group keeps its latest events only: a gap in the
     * sequence numbers tells how many were overwritten.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse> events(
        dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getEventsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE = 0;
  private static final int METHODID_DELETE = 1;
  private static final int METHODID_EXISTS = 2;
  private static final int METHODID_LIST = 3;
  private static final int METHODID_REPORT = 4;
  private static final int METHODID_SUCCEED = 5;
  private static final int METHODID_GET = 6;
  private static final int METHODID_EVENTS = 7;

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
          serviceImpl.create((dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse>) responseObserver);
          break;
        case METHODID_DELETE:
          serviceImpl.delete((dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse>) responseObserver);
          break;
        case METHODID_EXISTS:
          serviceImpl.exists((dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse>) responseObserver);
          break;
        case METHODID_LIST:
          serviceImpl.list((dev.polyprim.v1.KafkaRebalanceHookServiceListRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceListResponse>) responseObserver);
          break;
        case METHODID_REPORT:
          serviceImpl.report((dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse>) responseObserver);
          break;
        case METHODID_SUCCEED:
          serviceImpl.succeed((dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse>) responseObserver);
          break;
        case METHODID_GET:
          serviceImpl.get((dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse>) responseObserver);
          break;
        case METHODID_EVENTS:
          serviceImpl.events((dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse>) responseObserver);
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
              dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest,
              dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse>(
                service, METHODID_CREATE)))
        .addMethod(
          getDeleteMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest,
              dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse>(
                service, METHODID_DELETE)))
        .addMethod(
          getExistsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest,
              dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse>(
                service, METHODID_EXISTS)))
        .addMethod(
          getListMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.KafkaRebalanceHookServiceListRequest,
              dev.polyprim.v1.KafkaRebalanceHookServiceListResponse>(
                service, METHODID_LIST)))
        .addMethod(
          getReportMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest,
              dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse>(
                service, METHODID_REPORT)))
        .addMethod(
          getSucceedMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest,
              dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse>(
                service, METHODID_SUCCEED)))
        .addMethod(
          getGetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest,
              dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse>(
                service, METHODID_GET)))
        .addMethod(
          getEventsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest,
              dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse>(
                service, METHODID_EVENTS)))
        .build();
  }

  private static abstract class KafkaRebalanceHookServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    KafkaRebalanceHookServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.polyprim.v1.KafkaRebalanceHookProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("KafkaRebalanceHookService");
    }
  }

  private static final class KafkaRebalanceHookServiceFileDescriptorSupplier
      extends KafkaRebalanceHookServiceBaseDescriptorSupplier {
    KafkaRebalanceHookServiceFileDescriptorSupplier() {}
  }

  private static final class KafkaRebalanceHookServiceMethodDescriptorSupplier
      extends KafkaRebalanceHookServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    KafkaRebalanceHookServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (KafkaRebalanceHookServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new KafkaRebalanceHookServiceFileDescriptorSupplier())
              .addMethod(getCreateMethod())
              .addMethod(getDeleteMethod())
              .addMethod(getExistsMethod())
              .addMethod(getListMethod())
              .addMethod(getReportMethod())
              .addMethod(getSucceedMethod())
              .addMethod(getGetMethod())
              .addMethod(getEventsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
