package dev.polyprim.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Captures tasks of TaskService at rest or parked, keeps them in the server's store, and brings them
 * back. A snapshot's id names what is in it: nothing is ever changed under an id.
 * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
 * and NOT_FOUND (reason SNAPSHOT_NOT_FOUND) for a snapshot that is not there. Nothing has changed
 * then. What is damaged answers DATA_LOSS (reason SNAPSHOT_DAMAGED). Calls of this service cannot be
 * made safe to repeat by a session.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class SnapshotServiceGrpc {

  private SnapshotServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "polyprim.v1.SnapshotService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceCreateRequest,
      dev.polyprim.v1.SnapshotServiceCreateResponse> getCreateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Create",
      requestType = dev.polyprim.v1.SnapshotServiceCreateRequest.class,
      responseType = dev.polyprim.v1.SnapshotServiceCreateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceCreateRequest,
      dev.polyprim.v1.SnapshotServiceCreateResponse> getCreateMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceCreateRequest, dev.polyprim.v1.SnapshotServiceCreateResponse> getCreateMethod;
    if ((getCreateMethod = SnapshotServiceGrpc.getCreateMethod) == null) {
      synchronized (SnapshotServiceGrpc.class) {
        if ((getCreateMethod = SnapshotServiceGrpc.getCreateMethod) == null) {
          SnapshotServiceGrpc.getCreateMethod = getCreateMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.SnapshotServiceCreateRequest, dev.polyprim.v1.SnapshotServiceCreateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Create"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceCreateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceCreateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SnapshotServiceMethodDescriptorSupplier("Create"))
              .build();
        }
      }
    }
    return getCreateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceRestoreRequest,
      dev.polyprim.v1.SnapshotServiceRestoreResponse> getRestoreMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Restore",
      requestType = dev.polyprim.v1.SnapshotServiceRestoreRequest.class,
      responseType = dev.polyprim.v1.SnapshotServiceRestoreResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceRestoreRequest,
      dev.polyprim.v1.SnapshotServiceRestoreResponse> getRestoreMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceRestoreRequest, dev.polyprim.v1.SnapshotServiceRestoreResponse> getRestoreMethod;
    if ((getRestoreMethod = SnapshotServiceGrpc.getRestoreMethod) == null) {
      synchronized (SnapshotServiceGrpc.class) {
        if ((getRestoreMethod = SnapshotServiceGrpc.getRestoreMethod) == null) {
          SnapshotServiceGrpc.getRestoreMethod = getRestoreMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.SnapshotServiceRestoreRequest, dev.polyprim.v1.SnapshotServiceRestoreResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Restore"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceRestoreRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceRestoreResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SnapshotServiceMethodDescriptorSupplier("Restore"))
              .build();
        }
      }
    }
    return getRestoreMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceListRequest,
      dev.polyprim.v1.SnapshotServiceListResponse> getListMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "List",
      requestType = dev.polyprim.v1.SnapshotServiceListRequest.class,
      responseType = dev.polyprim.v1.SnapshotServiceListResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceListRequest,
      dev.polyprim.v1.SnapshotServiceListResponse> getListMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceListRequest, dev.polyprim.v1.SnapshotServiceListResponse> getListMethod;
    if ((getListMethod = SnapshotServiceGrpc.getListMethod) == null) {
      synchronized (SnapshotServiceGrpc.class) {
        if ((getListMethod = SnapshotServiceGrpc.getListMethod) == null) {
          SnapshotServiceGrpc.getListMethod = getListMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.SnapshotServiceListRequest, dev.polyprim.v1.SnapshotServiceListResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "List"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceListRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceListResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SnapshotServiceMethodDescriptorSupplier("List"))
              .build();
        }
      }
    }
    return getListMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceGetRequest,
      dev.polyprim.v1.SnapshotServiceGetResponse> getGetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Get",
      requestType = dev.polyprim.v1.SnapshotServiceGetRequest.class,
      responseType = dev.polyprim.v1.SnapshotServiceGetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceGetRequest,
      dev.polyprim.v1.SnapshotServiceGetResponse> getGetMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceGetRequest, dev.polyprim.v1.SnapshotServiceGetResponse> getGetMethod;
    if ((getGetMethod = SnapshotServiceGrpc.getGetMethod) == null) {
      synchronized (SnapshotServiceGrpc.class) {
        if ((getGetMethod = SnapshotServiceGrpc.getGetMethod) == null) {
          SnapshotServiceGrpc.getGetMethod = getGetMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.SnapshotServiceGetRequest, dev.polyprim.v1.SnapshotServiceGetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Get"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceGetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceGetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SnapshotServiceMethodDescriptorSupplier("Get"))
              .build();
        }
      }
    }
    return getGetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceVerifyRequest,
      dev.polyprim.v1.SnapshotServiceVerifyResponse> getVerifyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Verify",
      requestType = dev.polyprim.v1.SnapshotServiceVerifyRequest.class,
      responseType = dev.polyprim.v1.SnapshotServiceVerifyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceVerifyRequest,
      dev.polyprim.v1.SnapshotServiceVerifyResponse> getVerifyMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceVerifyRequest, dev.polyprim.v1.SnapshotServiceVerifyResponse> getVerifyMethod;
    if ((getVerifyMethod = SnapshotServiceGrpc.getVerifyMethod) == null) {
      synchronized (SnapshotServiceGrpc.class) {
        if ((getVerifyMethod = SnapshotServiceGrpc.getVerifyMethod) == null) {
          SnapshotServiceGrpc.getVerifyMethod = getVerifyMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.SnapshotServiceVerifyRequest, dev.polyprim.v1.SnapshotServiceVerifyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Verify"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceVerifyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceVerifyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SnapshotServiceMethodDescriptorSupplier("Verify"))
              .build();
        }
      }
    }
    return getVerifyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceDeleteRequest,
      dev.polyprim.v1.SnapshotServiceDeleteResponse> getDeleteMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Delete",
      requestType = dev.polyprim.v1.SnapshotServiceDeleteRequest.class,
      responseType = dev.polyprim.v1.SnapshotServiceDeleteResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceDeleteRequest,
      dev.polyprim.v1.SnapshotServiceDeleteResponse> getDeleteMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceDeleteRequest, dev.polyprim.v1.SnapshotServiceDeleteResponse> getDeleteMethod;
    if ((getDeleteMethod = SnapshotServiceGrpc.getDeleteMethod) == null) {
      synchronized (SnapshotServiceGrpc.class) {
        if ((getDeleteMethod = SnapshotServiceGrpc.getDeleteMethod) == null) {
          SnapshotServiceGrpc.getDeleteMethod = getDeleteMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.SnapshotServiceDeleteRequest, dev.polyprim.v1.SnapshotServiceDeleteResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Delete"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceDeleteRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceDeleteResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SnapshotServiceMethodDescriptorSupplier("Delete"))
              .build();
        }
      }
    }
    return getDeleteMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceGcRequest,
      dev.polyprim.v1.SnapshotServiceGcResponse> getGcMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Gc",
      requestType = dev.polyprim.v1.SnapshotServiceGcRequest.class,
      responseType = dev.polyprim.v1.SnapshotServiceGcResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceGcRequest,
      dev.polyprim.v1.SnapshotServiceGcResponse> getGcMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceGcRequest, dev.polyprim.v1.SnapshotServiceGcResponse> getGcMethod;
    if ((getGcMethod = SnapshotServiceGrpc.getGcMethod) == null) {
      synchronized (SnapshotServiceGrpc.class) {
        if ((getGcMethod = SnapshotServiceGrpc.getGcMethod) == null) {
          SnapshotServiceGrpc.getGcMethod = getGcMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.SnapshotServiceGcRequest, dev.polyprim.v1.SnapshotServiceGcResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Gc"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceGcRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceGcResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SnapshotServiceMethodDescriptorSupplier("Gc"))
              .build();
        }
      }
    }
    return getGcMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceFindUploadRequest,
      dev.polyprim.v1.SnapshotServiceFindUploadResponse> getFindUploadMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "FindUpload",
      requestType = dev.polyprim.v1.SnapshotServiceFindUploadRequest.class,
      responseType = dev.polyprim.v1.SnapshotServiceFindUploadResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceFindUploadRequest,
      dev.polyprim.v1.SnapshotServiceFindUploadResponse> getFindUploadMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceFindUploadRequest, dev.polyprim.v1.SnapshotServiceFindUploadResponse> getFindUploadMethod;
    if ((getFindUploadMethod = SnapshotServiceGrpc.getFindUploadMethod) == null) {
      synchronized (SnapshotServiceGrpc.class) {
        if ((getFindUploadMethod = SnapshotServiceGrpc.getFindUploadMethod) == null) {
          SnapshotServiceGrpc.getFindUploadMethod = getFindUploadMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.SnapshotServiceFindUploadRequest, dev.polyprim.v1.SnapshotServiceFindUploadResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "FindUpload"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceFindUploadRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceFindUploadResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SnapshotServiceMethodDescriptorSupplier("FindUpload"))
              .build();
        }
      }
    }
    return getFindUploadMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceUploadRequest,
      dev.polyprim.v1.SnapshotServiceUploadResponse> getUploadMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Upload",
      requestType = dev.polyprim.v1.SnapshotServiceUploadRequest.class,
      responseType = dev.polyprim.v1.SnapshotServiceUploadResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceUploadRequest,
      dev.polyprim.v1.SnapshotServiceUploadResponse> getUploadMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceUploadRequest, dev.polyprim.v1.SnapshotServiceUploadResponse> getUploadMethod;
    if ((getUploadMethod = SnapshotServiceGrpc.getUploadMethod) == null) {
      synchronized (SnapshotServiceGrpc.class) {
        if ((getUploadMethod = SnapshotServiceGrpc.getUploadMethod) == null) {
          SnapshotServiceGrpc.getUploadMethod = getUploadMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.SnapshotServiceUploadRequest, dev.polyprim.v1.SnapshotServiceUploadResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Upload"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceUploadRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceUploadResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SnapshotServiceMethodDescriptorSupplier("Upload"))
              .build();
        }
      }
    }
    return getUploadMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceDownloadRequest,
      dev.polyprim.v1.SnapshotServiceDownloadResponse> getDownloadMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Download",
      requestType = dev.polyprim.v1.SnapshotServiceDownloadRequest.class,
      responseType = dev.polyprim.v1.SnapshotServiceDownloadResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceDownloadRequest,
      dev.polyprim.v1.SnapshotServiceDownloadResponse> getDownloadMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.SnapshotServiceDownloadRequest, dev.polyprim.v1.SnapshotServiceDownloadResponse> getDownloadMethod;
    if ((getDownloadMethod = SnapshotServiceGrpc.getDownloadMethod) == null) {
      synchronized (SnapshotServiceGrpc.class) {
        if ((getDownloadMethod = SnapshotServiceGrpc.getDownloadMethod) == null) {
          SnapshotServiceGrpc.getDownloadMethod = getDownloadMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.SnapshotServiceDownloadRequest, dev.polyprim.v1.SnapshotServiceDownloadResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Download"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceDownloadRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.SnapshotServiceDownloadResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SnapshotServiceMethodDescriptorSupplier("Download"))
              .build();
        }
      }
    }
    return getDownloadMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static SnapshotServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SnapshotServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SnapshotServiceStub>() {
        @java.lang.Override
        public SnapshotServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SnapshotServiceStub(channel, callOptions);
        }
      };
    return SnapshotServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static SnapshotServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SnapshotServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SnapshotServiceBlockingV2Stub>() {
        @java.lang.Override
        public SnapshotServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SnapshotServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return SnapshotServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static SnapshotServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SnapshotServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SnapshotServiceBlockingStub>() {
        @java.lang.Override
        public SnapshotServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SnapshotServiceBlockingStub(channel, callOptions);
        }
      };
    return SnapshotServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static SnapshotServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SnapshotServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SnapshotServiceFutureStub>() {
        @java.lang.Override
        public SnapshotServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SnapshotServiceFutureStub(channel, callOptions);
        }
      };
    return SnapshotServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Captures tasks of TaskService at rest or parked, keeps them in the server's store, and brings them
   * back. A snapshot's id names what is in it: nothing is ever changed under an id.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * and NOT_FOUND (reason SNAPSHOT_NOT_FOUND) for a snapshot that is not there. Nothing has changed
   * then. What is damaged answers DATA_LOSS (reason SNAPSHOT_DAMAGED). Calls of this service cannot be
   * made safe to repeat by a session.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Stores a task that is at rest or parked; it can go on as if nothing had been.
     * FAILED_PRECONDITION (reason TASK_NOT_CAPTURED) with all that is in the way.
     * </pre>
     */
    default void create(dev.polyprim.v1.SnapshotServiceCreateRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceCreateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a new task that goes on where the captured one was; as often as asked. The first time
     * decompresses and verifies the snapshot. RESOURCE_EXHAUSTED (reason NO_SPACE) as of Start.
     * </pre>
     */
    default void restore(dev.polyprim.v1.SnapshotServiceRestoreRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceRestoreResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRestoreMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells which snapshots there are, a page at a time.
     * </pre>
     */
    default void list(dev.polyprim.v1.SnapshotServiceListRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceListResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells what a snapshot is, and where its bytes went.
     * </pre>
     */
    default void get(dev.polyprim.v1.SnapshotServiceGetRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceGetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetMethod(), responseObserver);
    }

    /**
     * <pre>
     * Reads all of a snapshot and checks it.
     * </pre>
     */
    default void verify(dev.polyprim.v1.SnapshotServiceVerifyRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceVerifyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getVerifyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes a snapshot; tasks that came of it live on. One that is not there is no error.
     * </pre>
     */
    default void delete(dev.polyprim.v1.SnapshotServiceDeleteRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceDeleteResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes modules that no snapshot needs, and what dead writers left behind.
     * </pre>
     */
    default void gc(dev.polyprim.v1.SnapshotServiceGcRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceGcResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGcMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells how much of a snapshot's file an upload that broke off left: the next one goes on there.
     * </pre>
     */
    default void findUpload(dev.polyprim.v1.SnapshotServiceFindUploadRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceFindUploadResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getFindUploadMethod(), responseObserver);
    }

    /**
     * <pre>
     * Takes a snapshot's file in pieces of up to 256 KiB, from where FindUpload said, and keeps it
     * once all was verified. Its module must be in the store, or uploaded. What arrived is kept for
     * an hour if the call breaks off. DATA_LOSS (reason CHECKSUM) where all of it is not what its
     * SHA-256 says; it is forgotten then.
     * </pre>
     */
    default io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceUploadRequest> upload(
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceUploadResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getUploadMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sends a snapshot's file, or the module that it needs, in pieces of up to 256 KiB, from an
     * offset on. The last piece has the SHA-256 of the whole file.
     * </pre>
     */
    default void download(dev.polyprim.v1.SnapshotServiceDownloadRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceDownloadResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDownloadMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service SnapshotService.
   * <pre>
   * Captures tasks of TaskService at rest or parked, keeps them in the server's store, and brings them
   * back. A snapshot's id names what is in it: nothing is ever changed under an id.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * and NOT_FOUND (reason SNAPSHOT_NOT_FOUND) for a snapshot that is not there. Nothing has changed
   * then. What is damaged answers DATA_LOSS (reason SNAPSHOT_DAMAGED). Calls of this service cannot be
   * made safe to repeat by a session.
   * </pre>
   */
  public static abstract class SnapshotServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return SnapshotServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service SnapshotService.
   * <pre>
   * Captures tasks of TaskService at rest or parked, keeps them in the server's store, and brings them
   * back. A snapshot's id names what is in it: nothing is ever changed under an id.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * and NOT_FOUND (reason SNAPSHOT_NOT_FOUND) for a snapshot that is not there. Nothing has changed
   * then. What is damaged answers DATA_LOSS (reason SNAPSHOT_DAMAGED). Calls of this service cannot be
   * made safe to repeat by a session.
   * </pre>
   */
  public static final class SnapshotServiceStub
      extends io.grpc.stub.AbstractAsyncStub<SnapshotServiceStub> {
    private SnapshotServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SnapshotServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SnapshotServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a task that is at rest or parked; it can go on as if nothing had been.
     * FAILED_PRECONDITION (reason TASK_NOT_CAPTURED) with all that is in the way.
     * </pre>
     */
    public void create(dev.polyprim.v1.SnapshotServiceCreateRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceCreateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a new task that goes on where the captured one was; as often as asked. The first time
     * decompresses and verifies the snapshot. RESOURCE_EXHAUSTED (reason NO_SPACE) as of Start.
     * </pre>
     */
    public void restore(dev.polyprim.v1.SnapshotServiceRestoreRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceRestoreResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRestoreMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells which snapshots there are, a page at a time.
     * </pre>
     */
    public void list(dev.polyprim.v1.SnapshotServiceListRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceListResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells what a snapshot is, and where its bytes went.
     * </pre>
     */
    public void get(dev.polyprim.v1.SnapshotServiceGetRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceGetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Reads all of a snapshot and checks it.
     * </pre>
     */
    public void verify(dev.polyprim.v1.SnapshotServiceVerifyRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceVerifyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getVerifyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes a snapshot; tasks that came of it live on. One that is not there is no error.
     * </pre>
     */
    public void delete(dev.polyprim.v1.SnapshotServiceDeleteRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceDeleteResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes modules that no snapshot needs, and what dead writers left behind.
     * </pre>
     */
    public void gc(dev.polyprim.v1.SnapshotServiceGcRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceGcResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGcMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells how much of a snapshot's file an upload that broke off left: the next one goes on there.
     * </pre>
     */
    public void findUpload(dev.polyprim.v1.SnapshotServiceFindUploadRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceFindUploadResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getFindUploadMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Takes a snapshot's file in pieces of up to 256 KiB, from where FindUpload said, and keeps it
     * once all was verified. Its module must be in the store, or uploaded. What arrived is kept for
     * an hour if the call breaks off. DATA_LOSS (reason CHECKSUM) where all of it is not what its
     * SHA-256 says; it is forgotten then.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceUploadRequest> upload(
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceUploadResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncClientStreamingCall(
          getChannel().newCall(getUploadMethod(), getCallOptions()), responseObserver);
    }

    /**
     * <pre>
     * Sends a snapshot's file, or the module that it needs, in pieces of up to 256 KiB, from an
     * offset on. The last piece has the SHA-256 of the whole file.
     * </pre>
     */
    public void download(dev.polyprim.v1.SnapshotServiceDownloadRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceDownloadResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getDownloadMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service SnapshotService.
   * <pre>
   * Captures tasks of TaskService at rest or parked, keeps them in the server's store, and brings them
   * back. A snapshot's id names what is in it: nothing is ever changed under an id.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * and NOT_FOUND (reason SNAPSHOT_NOT_FOUND) for a snapshot that is not there. Nothing has changed
   * then. What is damaged answers DATA_LOSS (reason SNAPSHOT_DAMAGED). Calls of this service cannot be
   * made safe to repeat by a session.
   * </pre>
   */
  public static final class SnapshotServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<SnapshotServiceBlockingV2Stub> {
    private SnapshotServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SnapshotServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SnapshotServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a task that is at rest or parked; it can go on as if nothing had been.
     * FAILED_PRECONDITION (reason TASK_NOT_CAPTURED) with all that is in the way.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceCreateResponse create(dev.polyprim.v1.SnapshotServiceCreateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a new task that goes on where the captured one was; as often as asked. The first time
     * decompresses and verifies the snapshot. RESOURCE_EXHAUSTED (reason NO_SPACE) as of Start.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceRestoreResponse restore(dev.polyprim.v1.SnapshotServiceRestoreRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRestoreMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells which snapshots there are, a page at a time.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceListResponse list(dev.polyprim.v1.SnapshotServiceListRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells what a snapshot is, and where its bytes went.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceGetResponse get(dev.polyprim.v1.SnapshotServiceGetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reads all of a snapshot and checks it.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceVerifyResponse verify(dev.polyprim.v1.SnapshotServiceVerifyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getVerifyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a snapshot; tasks that came of it live on. One that is not there is no error.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceDeleteResponse delete(dev.polyprim.v1.SnapshotServiceDeleteRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes modules that no snapshot needs, and what dead writers left behind.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceGcResponse gc(dev.polyprim.v1.SnapshotServiceGcRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGcMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells how much of a snapshot's file an upload that broke off left: the next one goes on there.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceFindUploadResponse findUpload(dev.polyprim.v1.SnapshotServiceFindUploadRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getFindUploadMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes a snapshot's file in pieces of up to 256 KiB, from where FindUpload said, and keeps it
     * once all was verified. Its module must be in the store, or uploaded. What arrived is kept for
     * an hour if the call breaks off. DATA_LOSS (reason CHECKSUM) where all of it is not what its
     * SHA-256 says; it is forgotten then.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<dev.polyprim.v1.SnapshotServiceUploadRequest, dev.polyprim.v1.SnapshotServiceUploadResponse>
        upload() {
      return io.grpc.stub.ClientCalls.blockingClientStreamingCall(
          getChannel(), getUploadMethod(), getCallOptions());
    }

    /**
     * <pre>
     * Sends a snapshot's file, or the module that it needs, in pieces of up to 256 KiB, from an
     * offset on. The last piece has the SHA-256 of the whole file.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.polyprim.v1.SnapshotServiceDownloadResponse>
        download(dev.polyprim.v1.SnapshotServiceDownloadRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getDownloadMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service SnapshotService.
   * <pre>
   * Captures tasks of TaskService at rest or parked, keeps them in the server's store, and brings them
   * back. A snapshot's id names what is in it: nothing is ever changed under an id.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * and NOT_FOUND (reason SNAPSHOT_NOT_FOUND) for a snapshot that is not there. Nothing has changed
   * then. What is damaged answers DATA_LOSS (reason SNAPSHOT_DAMAGED). Calls of this service cannot be
   * made safe to repeat by a session.
   * </pre>
   */
  public static final class SnapshotServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<SnapshotServiceBlockingStub> {
    private SnapshotServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SnapshotServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SnapshotServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a task that is at rest or parked; it can go on as if nothing had been.
     * FAILED_PRECONDITION (reason TASK_NOT_CAPTURED) with all that is in the way.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceCreateResponse create(dev.polyprim.v1.SnapshotServiceCreateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a new task that goes on where the captured one was; as often as asked. The first time
     * decompresses and verifies the snapshot. RESOURCE_EXHAUSTED (reason NO_SPACE) as of Start.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceRestoreResponse restore(dev.polyprim.v1.SnapshotServiceRestoreRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRestoreMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells which snapshots there are, a page at a time.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceListResponse list(dev.polyprim.v1.SnapshotServiceListRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells what a snapshot is, and where its bytes went.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceGetResponse get(dev.polyprim.v1.SnapshotServiceGetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reads all of a snapshot and checks it.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceVerifyResponse verify(dev.polyprim.v1.SnapshotServiceVerifyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getVerifyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes a snapshot; tasks that came of it live on. One that is not there is no error.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceDeleteResponse delete(dev.polyprim.v1.SnapshotServiceDeleteRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes modules that no snapshot needs, and what dead writers left behind.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceGcResponse gc(dev.polyprim.v1.SnapshotServiceGcRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGcMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells how much of a snapshot's file an upload that broke off left: the next one goes on there.
     * </pre>
     */
    public dev.polyprim.v1.SnapshotServiceFindUploadResponse findUpload(dev.polyprim.v1.SnapshotServiceFindUploadRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getFindUploadMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sends a snapshot's file, or the module that it needs, in pieces of up to 256 KiB, from an
     * offset on. The last piece has the SHA-256 of the whole file.
     * </pre>
     */
    public java.util.Iterator<dev.polyprim.v1.SnapshotServiceDownloadResponse> download(
        dev.polyprim.v1.SnapshotServiceDownloadRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getDownloadMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service SnapshotService.
   * <pre>
   * Captures tasks of TaskService at rest or parked, keeps them in the server's store, and brings them
   * back. A snapshot's id names what is in it: nothing is ever changed under an id.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * and NOT_FOUND (reason SNAPSHOT_NOT_FOUND) for a snapshot that is not there. Nothing has changed
   * then. What is damaged answers DATA_LOSS (reason SNAPSHOT_DAMAGED). Calls of this service cannot be
   * made safe to repeat by a session.
   * </pre>
   */
  public static final class SnapshotServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<SnapshotServiceFutureStub> {
    private SnapshotServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SnapshotServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SnapshotServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a task that is at rest or parked; it can go on as if nothing had been.
     * FAILED_PRECONDITION (reason TASK_NOT_CAPTURED) with all that is in the way.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.SnapshotServiceCreateResponse> create(
        dev.polyprim.v1.SnapshotServiceCreateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a new task that goes on where the captured one was; as often as asked. The first time
     * decompresses and verifies the snapshot. RESOURCE_EXHAUSTED (reason NO_SPACE) as of Start.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.SnapshotServiceRestoreResponse> restore(
        dev.polyprim.v1.SnapshotServiceRestoreRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRestoreMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells which snapshots there are, a page at a time.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.SnapshotServiceListResponse> list(
        dev.polyprim.v1.SnapshotServiceListRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells what a snapshot is, and where its bytes went.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.SnapshotServiceGetResponse> get(
        dev.polyprim.v1.SnapshotServiceGetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Reads all of a snapshot and checks it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.SnapshotServiceVerifyResponse> verify(
        dev.polyprim.v1.SnapshotServiceVerifyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getVerifyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes a snapshot; tasks that came of it live on. One that is not there is no error.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.SnapshotServiceDeleteResponse> delete(
        dev.polyprim.v1.SnapshotServiceDeleteRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes modules that no snapshot needs, and what dead writers left behind.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.SnapshotServiceGcResponse> gc(
        dev.polyprim.v1.SnapshotServiceGcRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGcMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells how much of a snapshot's file an upload that broke off left: the next one goes on there.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.SnapshotServiceFindUploadResponse> findUpload(
        dev.polyprim.v1.SnapshotServiceFindUploadRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getFindUploadMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE = 0;
  private static final int METHODID_RESTORE = 1;
  private static final int METHODID_LIST = 2;
  private static final int METHODID_GET = 3;
  private static final int METHODID_VERIFY = 4;
  private static final int METHODID_DELETE = 5;
  private static final int METHODID_GC = 6;
  private static final int METHODID_FIND_UPLOAD = 7;
  private static final int METHODID_DOWNLOAD = 8;
  private static final int METHODID_UPLOAD = 9;

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
          serviceImpl.create((dev.polyprim.v1.SnapshotServiceCreateRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceCreateResponse>) responseObserver);
          break;
        case METHODID_RESTORE:
          serviceImpl.restore((dev.polyprim.v1.SnapshotServiceRestoreRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceRestoreResponse>) responseObserver);
          break;
        case METHODID_LIST:
          serviceImpl.list((dev.polyprim.v1.SnapshotServiceListRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceListResponse>) responseObserver);
          break;
        case METHODID_GET:
          serviceImpl.get((dev.polyprim.v1.SnapshotServiceGetRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceGetResponse>) responseObserver);
          break;
        case METHODID_VERIFY:
          serviceImpl.verify((dev.polyprim.v1.SnapshotServiceVerifyRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceVerifyResponse>) responseObserver);
          break;
        case METHODID_DELETE:
          serviceImpl.delete((dev.polyprim.v1.SnapshotServiceDeleteRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceDeleteResponse>) responseObserver);
          break;
        case METHODID_GC:
          serviceImpl.gc((dev.polyprim.v1.SnapshotServiceGcRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceGcResponse>) responseObserver);
          break;
        case METHODID_FIND_UPLOAD:
          serviceImpl.findUpload((dev.polyprim.v1.SnapshotServiceFindUploadRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceFindUploadResponse>) responseObserver);
          break;
        case METHODID_DOWNLOAD:
          serviceImpl.download((dev.polyprim.v1.SnapshotServiceDownloadRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceDownloadResponse>) responseObserver);
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
        case METHODID_UPLOAD:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.upload(
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.SnapshotServiceUploadResponse>) responseObserver);
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
              dev.polyprim.v1.SnapshotServiceCreateRequest,
              dev.polyprim.v1.SnapshotServiceCreateResponse>(
                service, METHODID_CREATE)))
        .addMethod(
          getRestoreMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.SnapshotServiceRestoreRequest,
              dev.polyprim.v1.SnapshotServiceRestoreResponse>(
                service, METHODID_RESTORE)))
        .addMethod(
          getListMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.SnapshotServiceListRequest,
              dev.polyprim.v1.SnapshotServiceListResponse>(
                service, METHODID_LIST)))
        .addMethod(
          getGetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.SnapshotServiceGetRequest,
              dev.polyprim.v1.SnapshotServiceGetResponse>(
                service, METHODID_GET)))
        .addMethod(
          getVerifyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.SnapshotServiceVerifyRequest,
              dev.polyprim.v1.SnapshotServiceVerifyResponse>(
                service, METHODID_VERIFY)))
        .addMethod(
          getDeleteMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.SnapshotServiceDeleteRequest,
              dev.polyprim.v1.SnapshotServiceDeleteResponse>(
                service, METHODID_DELETE)))
        .addMethod(
          getGcMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.SnapshotServiceGcRequest,
              dev.polyprim.v1.SnapshotServiceGcResponse>(
                service, METHODID_GC)))
        .addMethod(
          getFindUploadMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.SnapshotServiceFindUploadRequest,
              dev.polyprim.v1.SnapshotServiceFindUploadResponse>(
                service, METHODID_FIND_UPLOAD)))
        .addMethod(
          getUploadMethod(),
          io.grpc.stub.ServerCalls.asyncClientStreamingCall(
            new MethodHandlers<
              dev.polyprim.v1.SnapshotServiceUploadRequest,
              dev.polyprim.v1.SnapshotServiceUploadResponse>(
                service, METHODID_UPLOAD)))
        .addMethod(
          getDownloadMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.polyprim.v1.SnapshotServiceDownloadRequest,
              dev.polyprim.v1.SnapshotServiceDownloadResponse>(
                service, METHODID_DOWNLOAD)))
        .build();
  }

  private static abstract class SnapshotServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    SnapshotServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.polyprim.v1.SnapshotProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("SnapshotService");
    }
  }

  private static final class SnapshotServiceFileDescriptorSupplier
      extends SnapshotServiceBaseDescriptorSupplier {
    SnapshotServiceFileDescriptorSupplier() {}
  }

  private static final class SnapshotServiceMethodDescriptorSupplier
      extends SnapshotServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    SnapshotServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (SnapshotServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new SnapshotServiceFileDescriptorSupplier())
              .addMethod(getCreateMethod())
              .addMethod(getRestoreMethod())
              .addMethod(getListMethod())
              .addMethod(getGetMethod())
              .addMethod(getVerifyMethod())
              .addMethod(getDeleteMethod())
              .addMethod(getGcMethod())
              .addMethod(getFindUploadMethod())
              .addMethod(getUploadMethod())
              .addMethod(getDownloadMethod())
              .build();
        }
      }
    }
    return result;
  }
}
