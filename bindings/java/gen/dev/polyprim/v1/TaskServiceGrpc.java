package dev.polyprim.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Runs WASI preview 1 modules. A task is an instance of one, with a memory of its own, and lives at
 * the server until it is closed, or was not used for a while. A server has this service only where it
 * was told so, since a task may use as much of the machine as its limits allow.
 * A task that traps, runs into its deadline or a limit, or whose call is cancelled, has ended: its
 * memory may be half changed. The answer is an error then, with a TaskOutput among its details: the
 * end of what the task had written. Calls of this service cannot be made safe to repeat by a session.
 * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
 * and RESOURCE_EXHAUSTED (reason NO_SPACE) where more calls run than the server has room for.
 * Nothing has changed then. A task that is not there is NOT_FOUND (reason TASK_NOT_FOUND).
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class TaskServiceGrpc {

  private TaskServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "polyprim.v1.TaskService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceFindModuleRequest,
      dev.polyprim.v1.TaskServiceFindModuleResponse> getFindModuleMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "FindModule",
      requestType = dev.polyprim.v1.TaskServiceFindModuleRequest.class,
      responseType = dev.polyprim.v1.TaskServiceFindModuleResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceFindModuleRequest,
      dev.polyprim.v1.TaskServiceFindModuleResponse> getFindModuleMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceFindModuleRequest, dev.polyprim.v1.TaskServiceFindModuleResponse> getFindModuleMethod;
    if ((getFindModuleMethod = TaskServiceGrpc.getFindModuleMethod) == null) {
      synchronized (TaskServiceGrpc.class) {
        if ((getFindModuleMethod = TaskServiceGrpc.getFindModuleMethod) == null) {
          TaskServiceGrpc.getFindModuleMethod = getFindModuleMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.TaskServiceFindModuleRequest, dev.polyprim.v1.TaskServiceFindModuleResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "FindModule"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceFindModuleRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceFindModuleResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TaskServiceMethodDescriptorSupplier("FindModule"))
              .build();
        }
      }
    }
    return getFindModuleMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceUploadModuleRequest,
      dev.polyprim.v1.TaskServiceUploadModuleResponse> getUploadModuleMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UploadModule",
      requestType = dev.polyprim.v1.TaskServiceUploadModuleRequest.class,
      responseType = dev.polyprim.v1.TaskServiceUploadModuleResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceUploadModuleRequest,
      dev.polyprim.v1.TaskServiceUploadModuleResponse> getUploadModuleMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceUploadModuleRequest, dev.polyprim.v1.TaskServiceUploadModuleResponse> getUploadModuleMethod;
    if ((getUploadModuleMethod = TaskServiceGrpc.getUploadModuleMethod) == null) {
      synchronized (TaskServiceGrpc.class) {
        if ((getUploadModuleMethod = TaskServiceGrpc.getUploadModuleMethod) == null) {
          TaskServiceGrpc.getUploadModuleMethod = getUploadModuleMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.TaskServiceUploadModuleRequest, dev.polyprim.v1.TaskServiceUploadModuleResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UploadModule"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceUploadModuleRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceUploadModuleResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TaskServiceMethodDescriptorSupplier("UploadModule"))
              .build();
        }
      }
    }
    return getUploadModuleMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceListModulesRequest,
      dev.polyprim.v1.TaskServiceListModulesResponse> getListModulesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListModules",
      requestType = dev.polyprim.v1.TaskServiceListModulesRequest.class,
      responseType = dev.polyprim.v1.TaskServiceListModulesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceListModulesRequest,
      dev.polyprim.v1.TaskServiceListModulesResponse> getListModulesMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceListModulesRequest, dev.polyprim.v1.TaskServiceListModulesResponse> getListModulesMethod;
    if ((getListModulesMethod = TaskServiceGrpc.getListModulesMethod) == null) {
      synchronized (TaskServiceGrpc.class) {
        if ((getListModulesMethod = TaskServiceGrpc.getListModulesMethod) == null) {
          TaskServiceGrpc.getListModulesMethod = getListModulesMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.TaskServiceListModulesRequest, dev.polyprim.v1.TaskServiceListModulesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListModules"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceListModulesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceListModulesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TaskServiceMethodDescriptorSupplier("ListModules"))
              .build();
        }
      }
    }
    return getListModulesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceStartRequest,
      dev.polyprim.v1.TaskServiceStartResponse> getStartMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Start",
      requestType = dev.polyprim.v1.TaskServiceStartRequest.class,
      responseType = dev.polyprim.v1.TaskServiceStartResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceStartRequest,
      dev.polyprim.v1.TaskServiceStartResponse> getStartMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceStartRequest, dev.polyprim.v1.TaskServiceStartResponse> getStartMethod;
    if ((getStartMethod = TaskServiceGrpc.getStartMethod) == null) {
      synchronized (TaskServiceGrpc.class) {
        if ((getStartMethod = TaskServiceGrpc.getStartMethod) == null) {
          TaskServiceGrpc.getStartMethod = getStartMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.TaskServiceStartRequest, dev.polyprim.v1.TaskServiceStartResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Start"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceStartRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceStartResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TaskServiceMethodDescriptorSupplier("Start"))
              .build();
        }
      }
    }
    return getStartMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceRunRequest,
      dev.polyprim.v1.TaskServiceRunResponse> getRunMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Run",
      requestType = dev.polyprim.v1.TaskServiceRunRequest.class,
      responseType = dev.polyprim.v1.TaskServiceRunResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceRunRequest,
      dev.polyprim.v1.TaskServiceRunResponse> getRunMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceRunRequest, dev.polyprim.v1.TaskServiceRunResponse> getRunMethod;
    if ((getRunMethod = TaskServiceGrpc.getRunMethod) == null) {
      synchronized (TaskServiceGrpc.class) {
        if ((getRunMethod = TaskServiceGrpc.getRunMethod) == null) {
          TaskServiceGrpc.getRunMethod = getRunMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.TaskServiceRunRequest, dev.polyprim.v1.TaskServiceRunResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Run"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceRunRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceRunResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TaskServiceMethodDescriptorSupplier("Run"))
              .build();
        }
      }
    }
    return getRunMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceCallRequest,
      dev.polyprim.v1.TaskServiceCallResponse> getCallMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Call",
      requestType = dev.polyprim.v1.TaskServiceCallRequest.class,
      responseType = dev.polyprim.v1.TaskServiceCallResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceCallRequest,
      dev.polyprim.v1.TaskServiceCallResponse> getCallMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceCallRequest, dev.polyprim.v1.TaskServiceCallResponse> getCallMethod;
    if ((getCallMethod = TaskServiceGrpc.getCallMethod) == null) {
      synchronized (TaskServiceGrpc.class) {
        if ((getCallMethod = TaskServiceGrpc.getCallMethod) == null) {
          TaskServiceGrpc.getCallMethod = getCallMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.TaskServiceCallRequest, dev.polyprim.v1.TaskServiceCallResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Call"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceCallRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceCallResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TaskServiceMethodDescriptorSupplier("Call"))
              .build();
        }
      }
    }
    return getCallMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceSendRequest,
      dev.polyprim.v1.TaskServiceSendResponse> getSendMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Send",
      requestType = dev.polyprim.v1.TaskServiceSendRequest.class,
      responseType = dev.polyprim.v1.TaskServiceSendResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceSendRequest,
      dev.polyprim.v1.TaskServiceSendResponse> getSendMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceSendRequest, dev.polyprim.v1.TaskServiceSendResponse> getSendMethod;
    if ((getSendMethod = TaskServiceGrpc.getSendMethod) == null) {
      synchronized (TaskServiceGrpc.class) {
        if ((getSendMethod = TaskServiceGrpc.getSendMethod) == null) {
          TaskServiceGrpc.getSendMethod = getSendMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.TaskServiceSendRequest, dev.polyprim.v1.TaskServiceSendResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Send"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceSendRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceSendResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TaskServiceMethodDescriptorSupplier("Send"))
              .build();
        }
      }
    }
    return getSendMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceResumeRequest,
      dev.polyprim.v1.TaskServiceResumeResponse> getResumeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Resume",
      requestType = dev.polyprim.v1.TaskServiceResumeRequest.class,
      responseType = dev.polyprim.v1.TaskServiceResumeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceResumeRequest,
      dev.polyprim.v1.TaskServiceResumeResponse> getResumeMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceResumeRequest, dev.polyprim.v1.TaskServiceResumeResponse> getResumeMethod;
    if ((getResumeMethod = TaskServiceGrpc.getResumeMethod) == null) {
      synchronized (TaskServiceGrpc.class) {
        if ((getResumeMethod = TaskServiceGrpc.getResumeMethod) == null) {
          TaskServiceGrpc.getResumeMethod = getResumeMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.TaskServiceResumeRequest, dev.polyprim.v1.TaskServiceResumeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Resume"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceResumeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceResumeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TaskServiceMethodDescriptorSupplier("Resume"))
              .build();
        }
      }
    }
    return getResumeMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceCancelRequest,
      dev.polyprim.v1.TaskServiceCancelResponse> getCancelMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Cancel",
      requestType = dev.polyprim.v1.TaskServiceCancelRequest.class,
      responseType = dev.polyprim.v1.TaskServiceCancelResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceCancelRequest,
      dev.polyprim.v1.TaskServiceCancelResponse> getCancelMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceCancelRequest, dev.polyprim.v1.TaskServiceCancelResponse> getCancelMethod;
    if ((getCancelMethod = TaskServiceGrpc.getCancelMethod) == null) {
      synchronized (TaskServiceGrpc.class) {
        if ((getCancelMethod = TaskServiceGrpc.getCancelMethod) == null) {
          TaskServiceGrpc.getCancelMethod = getCancelMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.TaskServiceCancelRequest, dev.polyprim.v1.TaskServiceCancelResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Cancel"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceCancelRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceCancelResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TaskServiceMethodDescriptorSupplier("Cancel"))
              .build();
        }
      }
    }
    return getCancelMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceCloseRequest,
      dev.polyprim.v1.TaskServiceCloseResponse> getCloseMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Close",
      requestType = dev.polyprim.v1.TaskServiceCloseRequest.class,
      responseType = dev.polyprim.v1.TaskServiceCloseResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceCloseRequest,
      dev.polyprim.v1.TaskServiceCloseResponse> getCloseMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceCloseRequest, dev.polyprim.v1.TaskServiceCloseResponse> getCloseMethod;
    if ((getCloseMethod = TaskServiceGrpc.getCloseMethod) == null) {
      synchronized (TaskServiceGrpc.class) {
        if ((getCloseMethod = TaskServiceGrpc.getCloseMethod) == null) {
          TaskServiceGrpc.getCloseMethod = getCloseMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.TaskServiceCloseRequest, dev.polyprim.v1.TaskServiceCloseResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Close"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceCloseRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceCloseResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TaskServiceMethodDescriptorSupplier("Close"))
              .build();
        }
      }
    }
    return getCloseMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceGetRequest,
      dev.polyprim.v1.TaskServiceGetResponse> getGetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Get",
      requestType = dev.polyprim.v1.TaskServiceGetRequest.class,
      responseType = dev.polyprim.v1.TaskServiceGetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceGetRequest,
      dev.polyprim.v1.TaskServiceGetResponse> getGetMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceGetRequest, dev.polyprim.v1.TaskServiceGetResponse> getGetMethod;
    if ((getGetMethod = TaskServiceGrpc.getGetMethod) == null) {
      synchronized (TaskServiceGrpc.class) {
        if ((getGetMethod = TaskServiceGrpc.getGetMethod) == null) {
          TaskServiceGrpc.getGetMethod = getGetMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.TaskServiceGetRequest, dev.polyprim.v1.TaskServiceGetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Get"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceGetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceGetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TaskServiceMethodDescriptorSupplier("Get"))
              .build();
        }
      }
    }
    return getGetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceListRequest,
      dev.polyprim.v1.TaskServiceListResponse> getListMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "List",
      requestType = dev.polyprim.v1.TaskServiceListRequest.class,
      responseType = dev.polyprim.v1.TaskServiceListResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceListRequest,
      dev.polyprim.v1.TaskServiceListResponse> getListMethod() {
    io.grpc.MethodDescriptor<dev.polyprim.v1.TaskServiceListRequest, dev.polyprim.v1.TaskServiceListResponse> getListMethod;
    if ((getListMethod = TaskServiceGrpc.getListMethod) == null) {
      synchronized (TaskServiceGrpc.class) {
        if ((getListMethod = TaskServiceGrpc.getListMethod) == null) {
          TaskServiceGrpc.getListMethod = getListMethod =
              io.grpc.MethodDescriptor.<dev.polyprim.v1.TaskServiceListRequest, dev.polyprim.v1.TaskServiceListResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "List"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceListRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.polyprim.v1.TaskServiceListResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TaskServiceMethodDescriptorSupplier("List"))
              .build();
        }
      }
    }
    return getListMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static TaskServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TaskServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TaskServiceStub>() {
        @java.lang.Override
        public TaskServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TaskServiceStub(channel, callOptions);
        }
      };
    return TaskServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static TaskServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TaskServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TaskServiceBlockingV2Stub>() {
        @java.lang.Override
        public TaskServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TaskServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return TaskServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static TaskServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TaskServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TaskServiceBlockingStub>() {
        @java.lang.Override
        public TaskServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TaskServiceBlockingStub(channel, callOptions);
        }
      };
    return TaskServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static TaskServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TaskServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TaskServiceFutureStub>() {
        @java.lang.Override
        public TaskServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TaskServiceFutureStub(channel, callOptions);
        }
      };
    return TaskServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Runs WASI preview 1 modules. A task is an instance of one, with a memory of its own, and lives at
   * the server until it is closed, or was not used for a while. A server has this service only where it
   * was told so, since a task may use as much of the machine as its limits allow.
   * A task that traps, runs into its deadline or a limit, or whose call is cancelled, has ended: its
   * memory may be half changed. The answer is an error then, with a TaskOutput among its details: the
   * end of what the task had written. Calls of this service cannot be made safe to repeat by a session.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * and RESOURCE_EXHAUSTED (reason NO_SPACE) where more calls run than the server has room for.
   * Nothing has changed then. A task that is not there is NOT_FOUND (reason TASK_NOT_FOUND).
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Tells how much of a module the server has, all or what an upload that broke off left: the next
     * one goes on there.
     * </pre>
     */
    default void findModule(dev.polyprim.v1.TaskServiceFindModuleRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceFindModuleResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getFindModuleMethod(), responseObserver);
    }

    /**
     * <pre>
     * Takes a module in pieces of up to 256 KiB, from where FindModule said. What arrived is kept for
     * an hour if the call breaks off. DATA_LOSS (reason CHECKSUM) where all of it is not what its
     * SHA-256 says; it is forgotten then. Modules are kept as long as there is room, and those that
     * were not used for the longest time go first.
     * </pre>
     */
    default io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceUploadModuleRequest> uploadModule(
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceUploadModuleResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getUploadModuleMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells which modules there are, a page at a time.
     * </pre>
     */
    default void listModules(dev.polyprim.v1.TaskServiceListModulesRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceListModulesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListModulesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Starts a task: its start function and _initialize have run, within the time, when this is
     * answered. INVALID_ARGUMENT (reason TASK_MODULE) where the module is none that tasks can be made
     * of. RESOURCE_EXHAUSTED (reason NO_SPACE) where the namespace has as many tasks, or as much
     * memory promised to them, as it may.
     * </pre>
     */
    default void start(dev.polyprim.v1.TaskServiceStartRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceStartResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getStartMethod(), responseObserver);
    }

    /**
     * <pre>
     * Runs a command: its _start.
     * </pre>
     */
    default void run(dev.polyprim.v1.TaskServiceRunRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceRunResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRunMethod(), responseObserver);
    }

    /**
     * <pre>
     * Calls an export. NOT_FOUND (reason TASK_EXPORT_NOT_FOUND) where there is no such export.
     * </pre>
     */
    default void call(dev.polyprim.v1.TaskServiceCallRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceCallResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCallMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives a task a message: one that is parked for it goes on, else its polyprim_message is called.
     * </pre>
     */
    default void send(dev.polyprim.v1.TaskServiceSendRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceSendResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSendMethod(), responseObserver);
    }

    /**
     * <pre>
     * Makes a parked task's call of a primitive again, and lets the task go on.
     * </pre>
     */
    default void resume(dev.polyprim.v1.TaskServiceResumeRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceResumeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getResumeMethod(), responseObserver);
    }

    /**
     * <pre>
     * Ends what a task does, and whatever it would do later.
     * </pre>
     */
    default void cancel(dev.polyprim.v1.TaskServiceCancelRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceCancelResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCancelMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives a task up, whatever it does. One that is not there is no error.
     * </pre>
     */
    default void close(dev.polyprim.v1.TaskServiceCloseRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceCloseResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCloseMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells what a task does.
     * </pre>
     */
    default void get(dev.polyprim.v1.TaskServiceGetRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceGetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells which tasks there are, a page at a time.
     * </pre>
     */
    default void list(dev.polyprim.v1.TaskServiceListRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceListResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service TaskService.
   * <pre>
   * Runs WASI preview 1 modules. A task is an instance of one, with a memory of its own, and lives at
   * the server until it is closed, or was not used for a while. A server has this service only where it
   * was told so, since a task may use as much of the machine as its limits allow.
   * A task that traps, runs into its deadline or a limit, or whose call is cancelled, has ended: its
   * memory may be half changed. The answer is an error then, with a TaskOutput among its details: the
   * end of what the task had written. Calls of this service cannot be made safe to repeat by a session.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * and RESOURCE_EXHAUSTED (reason NO_SPACE) where more calls run than the server has room for.
   * Nothing has changed then. A task that is not there is NOT_FOUND (reason TASK_NOT_FOUND).
   * </pre>
   */
  public static abstract class TaskServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return TaskServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service TaskService.
   * <pre>
   * Runs WASI preview 1 modules. A task is an instance of one, with a memory of its own, and lives at
   * the server until it is closed, or was not used for a while. A server has this service only where it
   * was told so, since a task may use as much of the machine as its limits allow.
   * A task that traps, runs into its deadline or a limit, or whose call is cancelled, has ended: its
   * memory may be half changed. The answer is an error then, with a TaskOutput among its details: the
   * end of what the task had written. Calls of this service cannot be made safe to repeat by a session.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * and RESOURCE_EXHAUSTED (reason NO_SPACE) where more calls run than the server has room for.
   * Nothing has changed then. A task that is not there is NOT_FOUND (reason TASK_NOT_FOUND).
   * </pre>
   */
  public static final class TaskServiceStub
      extends io.grpc.stub.AbstractAsyncStub<TaskServiceStub> {
    private TaskServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TaskServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TaskServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Tells how much of a module the server has, all or what an upload that broke off left: the next
     * one goes on there.
     * </pre>
     */
    public void findModule(dev.polyprim.v1.TaskServiceFindModuleRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceFindModuleResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getFindModuleMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Takes a module in pieces of up to 256 KiB, from where FindModule said. What arrived is kept for
     * an hour if the call breaks off. DATA_LOSS (reason CHECKSUM) where all of it is not what its
     * SHA-256 says; it is forgotten then. Modules are kept as long as there is room, and those that
     * were not used for the longest time go first.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceUploadModuleRequest> uploadModule(
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceUploadModuleResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncClientStreamingCall(
          getChannel().newCall(getUploadModuleMethod(), getCallOptions()), responseObserver);
    }

    /**
     * <pre>
     * Tells which modules there are, a page at a time.
     * </pre>
     */
    public void listModules(dev.polyprim.v1.TaskServiceListModulesRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceListModulesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListModulesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Starts a task: its start function and _initialize have run, within the time, when this is
     * answered. INVALID_ARGUMENT (reason TASK_MODULE) where the module is none that tasks can be made
     * of. RESOURCE_EXHAUSTED (reason NO_SPACE) where the namespace has as many tasks, or as much
     * memory promised to them, as it may.
     * </pre>
     */
    public void start(dev.polyprim.v1.TaskServiceStartRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceStartResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getStartMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Runs a command: its _start.
     * </pre>
     */
    public void run(dev.polyprim.v1.TaskServiceRunRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceRunResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRunMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Calls an export. NOT_FOUND (reason TASK_EXPORT_NOT_FOUND) where there is no such export.
     * </pre>
     */
    public void call(dev.polyprim.v1.TaskServiceCallRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceCallResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCallMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives a task a message: one that is parked for it goes on, else its polyprim_message is called.
     * </pre>
     */
    public void send(dev.polyprim.v1.TaskServiceSendRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceSendResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSendMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Makes a parked task's call of a primitive again, and lets the task go on.
     * </pre>
     */
    public void resume(dev.polyprim.v1.TaskServiceResumeRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceResumeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getResumeMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Ends what a task does, and whatever it would do later.
     * </pre>
     */
    public void cancel(dev.polyprim.v1.TaskServiceCancelRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceCancelResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCancelMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives a task up, whatever it does. One that is not there is no error.
     * </pre>
     */
    public void close(dev.polyprim.v1.TaskServiceCloseRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceCloseResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCloseMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells what a task does.
     * </pre>
     */
    public void get(dev.polyprim.v1.TaskServiceGetRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceGetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells which tasks there are, a page at a time.
     * </pre>
     */
    public void list(dev.polyprim.v1.TaskServiceListRequest request,
        io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceListResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service TaskService.
   * <pre>
   * Runs WASI preview 1 modules. A task is an instance of one, with a memory of its own, and lives at
   * the server until it is closed, or was not used for a while. A server has this service only where it
   * was told so, since a task may use as much of the machine as its limits allow.
   * A task that traps, runs into its deadline or a limit, or whose call is cancelled, has ended: its
   * memory may be half changed. The answer is an error then, with a TaskOutput among its details: the
   * end of what the task had written. Calls of this service cannot be made safe to repeat by a session.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * and RESOURCE_EXHAUSTED (reason NO_SPACE) where more calls run than the server has room for.
   * Nothing has changed then. A task that is not there is NOT_FOUND (reason TASK_NOT_FOUND).
   * </pre>
   */
  public static final class TaskServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<TaskServiceBlockingV2Stub> {
    private TaskServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TaskServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TaskServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Tells how much of a module the server has, all or what an upload that broke off left: the next
     * one goes on there.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceFindModuleResponse findModule(dev.polyprim.v1.TaskServiceFindModuleRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getFindModuleMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Takes a module in pieces of up to 256 KiB, from where FindModule said. What arrived is kept for
     * an hour if the call breaks off. DATA_LOSS (reason CHECKSUM) where all of it is not what its
     * SHA-256 says; it is forgotten then. Modules are kept as long as there is room, and those that
     * were not used for the longest time go first.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<dev.polyprim.v1.TaskServiceUploadModuleRequest, dev.polyprim.v1.TaskServiceUploadModuleResponse>
        uploadModule() {
      return io.grpc.stub.ClientCalls.blockingClientStreamingCall(
          getChannel(), getUploadModuleMethod(), getCallOptions());
    }

    /**
     * <pre>
     * Tells which modules there are, a page at a time.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceListModulesResponse listModules(dev.polyprim.v1.TaskServiceListModulesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListModulesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Starts a task: its start function and _initialize have run, within the time, when this is
     * answered. INVALID_ARGUMENT (reason TASK_MODULE) where the module is none that tasks can be made
     * of. RESOURCE_EXHAUSTED (reason NO_SPACE) where the namespace has as many tasks, or as much
     * memory promised to them, as it may.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceStartResponse start(dev.polyprim.v1.TaskServiceStartRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getStartMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Runs a command: its _start.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceRunResponse run(dev.polyprim.v1.TaskServiceRunRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRunMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Calls an export. NOT_FOUND (reason TASK_EXPORT_NOT_FOUND) where there is no such export.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceCallResponse call(dev.polyprim.v1.TaskServiceCallRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCallMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a task a message: one that is parked for it goes on, else its polyprim_message is called.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceSendResponse send(dev.polyprim.v1.TaskServiceSendRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSendMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a parked task's call of a primitive again, and lets the task go on.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceResumeResponse resume(dev.polyprim.v1.TaskServiceResumeRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getResumeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends what a task does, and whatever it would do later.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceCancelResponse cancel(dev.polyprim.v1.TaskServiceCancelRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCancelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a task up, whatever it does. One that is not there is no error.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceCloseResponse close(dev.polyprim.v1.TaskServiceCloseRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCloseMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells what a task does.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceGetResponse get(dev.polyprim.v1.TaskServiceGetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells which tasks there are, a page at a time.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceListResponse list(dev.polyprim.v1.TaskServiceListRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service TaskService.
   * <pre>
   * Runs WASI preview 1 modules. A task is an instance of one, with a memory of its own, and lives at
   * the server until it is closed, or was not used for a while. A server has this service only where it
   * was told so, since a task may use as much of the machine as its limits allow.
   * A task that traps, runs into its deadline or a limit, or whose call is cancelled, has ended: its
   * memory may be half changed. The answer is an error then, with a TaskOutput among its details: the
   * end of what the task had written. Calls of this service cannot be made safe to repeat by a session.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * and RESOURCE_EXHAUSTED (reason NO_SPACE) where more calls run than the server has room for.
   * Nothing has changed then. A task that is not there is NOT_FOUND (reason TASK_NOT_FOUND).
   * </pre>
   */
  public static final class TaskServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<TaskServiceBlockingStub> {
    private TaskServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TaskServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TaskServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Tells how much of a module the server has, all or what an upload that broke off left: the next
     * one goes on there.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceFindModuleResponse findModule(dev.polyprim.v1.TaskServiceFindModuleRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getFindModuleMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells which modules there are, a page at a time.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceListModulesResponse listModules(dev.polyprim.v1.TaskServiceListModulesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListModulesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Starts a task: its start function and _initialize have run, within the time, when this is
     * answered. INVALID_ARGUMENT (reason TASK_MODULE) where the module is none that tasks can be made
     * of. RESOURCE_EXHAUSTED (reason NO_SPACE) where the namespace has as many tasks, or as much
     * memory promised to them, as it may.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceStartResponse start(dev.polyprim.v1.TaskServiceStartRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getStartMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Runs a command: its _start.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceRunResponse run(dev.polyprim.v1.TaskServiceRunRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRunMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Calls an export. NOT_FOUND (reason TASK_EXPORT_NOT_FOUND) where there is no such export.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceCallResponse call(dev.polyprim.v1.TaskServiceCallRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCallMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a task a message: one that is parked for it goes on, else its polyprim_message is called.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceSendResponse send(dev.polyprim.v1.TaskServiceSendRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSendMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Makes a parked task's call of a primitive again, and lets the task go on.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceResumeResponse resume(dev.polyprim.v1.TaskServiceResumeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getResumeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Ends what a task does, and whatever it would do later.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceCancelResponse cancel(dev.polyprim.v1.TaskServiceCancelRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCancelMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives a task up, whatever it does. One that is not there is no error.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceCloseResponse close(dev.polyprim.v1.TaskServiceCloseRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCloseMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells what a task does.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceGetResponse get(dev.polyprim.v1.TaskServiceGetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells which tasks there are, a page at a time.
     * </pre>
     */
    public dev.polyprim.v1.TaskServiceListResponse list(dev.polyprim.v1.TaskServiceListRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service TaskService.
   * <pre>
   * Runs WASI preview 1 modules. A task is an instance of one, with a memory of its own, and lives at
   * the server until it is closed, or was not used for a while. A server has this service only where it
   * was told so, since a task may use as much of the machine as its limits allow.
   * A task that traps, runs into its deadline or a limit, or whose call is cancelled, has ended: its
   * memory may be half changed. The answer is an error then, with a TaskOutput among its details: the
   * end of what the task had written. Calls of this service cannot be made safe to repeat by a session.
   * Every method answers INVALID_ARGUMENT (reason INVALID_PROTO) for a request that breaks its rules,
   * and RESOURCE_EXHAUSTED (reason NO_SPACE) where more calls run than the server has room for.
   * Nothing has changed then. A task that is not there is NOT_FOUND (reason TASK_NOT_FOUND).
   * </pre>
   */
  public static final class TaskServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<TaskServiceFutureStub> {
    private TaskServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TaskServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TaskServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Tells how much of a module the server has, all or what an upload that broke off left: the next
     * one goes on there.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.TaskServiceFindModuleResponse> findModule(
        dev.polyprim.v1.TaskServiceFindModuleRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getFindModuleMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells which modules there are, a page at a time.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.TaskServiceListModulesResponse> listModules(
        dev.polyprim.v1.TaskServiceListModulesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListModulesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Starts a task: its start function and _initialize have run, within the time, when this is
     * answered. INVALID_ARGUMENT (reason TASK_MODULE) where the module is none that tasks can be made
     * of. RESOURCE_EXHAUSTED (reason NO_SPACE) where the namespace has as many tasks, or as much
     * memory promised to them, as it may.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.TaskServiceStartResponse> start(
        dev.polyprim.v1.TaskServiceStartRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getStartMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Runs a command: its _start.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.TaskServiceRunResponse> run(
        dev.polyprim.v1.TaskServiceRunRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRunMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Calls an export. NOT_FOUND (reason TASK_EXPORT_NOT_FOUND) where there is no such export.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.TaskServiceCallResponse> call(
        dev.polyprim.v1.TaskServiceCallRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCallMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives a task a message: one that is parked for it goes on, else its polyprim_message is called.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.TaskServiceSendResponse> send(
        dev.polyprim.v1.TaskServiceSendRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSendMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Makes a parked task's call of a primitive again, and lets the task go on.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.TaskServiceResumeResponse> resume(
        dev.polyprim.v1.TaskServiceResumeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getResumeMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Ends what a task does, and whatever it would do later.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.TaskServiceCancelResponse> cancel(
        dev.polyprim.v1.TaskServiceCancelRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCancelMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives a task up, whatever it does. One that is not there is no error.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.TaskServiceCloseResponse> close(
        dev.polyprim.v1.TaskServiceCloseRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCloseMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells what a task does.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.TaskServiceGetResponse> get(
        dev.polyprim.v1.TaskServiceGetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Tells which tasks there are, a page at a time.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.polyprim.v1.TaskServiceListResponse> list(
        dev.polyprim.v1.TaskServiceListRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_FIND_MODULE = 0;
  private static final int METHODID_LIST_MODULES = 1;
  private static final int METHODID_START = 2;
  private static final int METHODID_RUN = 3;
  private static final int METHODID_CALL = 4;
  private static final int METHODID_SEND = 5;
  private static final int METHODID_RESUME = 6;
  private static final int METHODID_CANCEL = 7;
  private static final int METHODID_CLOSE = 8;
  private static final int METHODID_GET = 9;
  private static final int METHODID_LIST = 10;
  private static final int METHODID_UPLOAD_MODULE = 11;

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
        case METHODID_FIND_MODULE:
          serviceImpl.findModule((dev.polyprim.v1.TaskServiceFindModuleRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceFindModuleResponse>) responseObserver);
          break;
        case METHODID_LIST_MODULES:
          serviceImpl.listModules((dev.polyprim.v1.TaskServiceListModulesRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceListModulesResponse>) responseObserver);
          break;
        case METHODID_START:
          serviceImpl.start((dev.polyprim.v1.TaskServiceStartRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceStartResponse>) responseObserver);
          break;
        case METHODID_RUN:
          serviceImpl.run((dev.polyprim.v1.TaskServiceRunRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceRunResponse>) responseObserver);
          break;
        case METHODID_CALL:
          serviceImpl.call((dev.polyprim.v1.TaskServiceCallRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceCallResponse>) responseObserver);
          break;
        case METHODID_SEND:
          serviceImpl.send((dev.polyprim.v1.TaskServiceSendRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceSendResponse>) responseObserver);
          break;
        case METHODID_RESUME:
          serviceImpl.resume((dev.polyprim.v1.TaskServiceResumeRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceResumeResponse>) responseObserver);
          break;
        case METHODID_CANCEL:
          serviceImpl.cancel((dev.polyprim.v1.TaskServiceCancelRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceCancelResponse>) responseObserver);
          break;
        case METHODID_CLOSE:
          serviceImpl.close((dev.polyprim.v1.TaskServiceCloseRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceCloseResponse>) responseObserver);
          break;
        case METHODID_GET:
          serviceImpl.get((dev.polyprim.v1.TaskServiceGetRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceGetResponse>) responseObserver);
          break;
        case METHODID_LIST:
          serviceImpl.list((dev.polyprim.v1.TaskServiceListRequest) request,
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceListResponse>) responseObserver);
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
        case METHODID_UPLOAD_MODULE:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.uploadModule(
              (io.grpc.stub.StreamObserver<dev.polyprim.v1.TaskServiceUploadModuleResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getFindModuleMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.TaskServiceFindModuleRequest,
              dev.polyprim.v1.TaskServiceFindModuleResponse>(
                service, METHODID_FIND_MODULE)))
        .addMethod(
          getUploadModuleMethod(),
          io.grpc.stub.ServerCalls.asyncClientStreamingCall(
            new MethodHandlers<
              dev.polyprim.v1.TaskServiceUploadModuleRequest,
              dev.polyprim.v1.TaskServiceUploadModuleResponse>(
                service, METHODID_UPLOAD_MODULE)))
        .addMethod(
          getListModulesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.TaskServiceListModulesRequest,
              dev.polyprim.v1.TaskServiceListModulesResponse>(
                service, METHODID_LIST_MODULES)))
        .addMethod(
          getStartMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.TaskServiceStartRequest,
              dev.polyprim.v1.TaskServiceStartResponse>(
                service, METHODID_START)))
        .addMethod(
          getRunMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.TaskServiceRunRequest,
              dev.polyprim.v1.TaskServiceRunResponse>(
                service, METHODID_RUN)))
        .addMethod(
          getCallMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.TaskServiceCallRequest,
              dev.polyprim.v1.TaskServiceCallResponse>(
                service, METHODID_CALL)))
        .addMethod(
          getSendMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.TaskServiceSendRequest,
              dev.polyprim.v1.TaskServiceSendResponse>(
                service, METHODID_SEND)))
        .addMethod(
          getResumeMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.TaskServiceResumeRequest,
              dev.polyprim.v1.TaskServiceResumeResponse>(
                service, METHODID_RESUME)))
        .addMethod(
          getCancelMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.TaskServiceCancelRequest,
              dev.polyprim.v1.TaskServiceCancelResponse>(
                service, METHODID_CANCEL)))
        .addMethod(
          getCloseMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.TaskServiceCloseRequest,
              dev.polyprim.v1.TaskServiceCloseResponse>(
                service, METHODID_CLOSE)))
        .addMethod(
          getGetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.TaskServiceGetRequest,
              dev.polyprim.v1.TaskServiceGetResponse>(
                service, METHODID_GET)))
        .addMethod(
          getListMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.polyprim.v1.TaskServiceListRequest,
              dev.polyprim.v1.TaskServiceListResponse>(
                service, METHODID_LIST)))
        .build();
  }

  private static abstract class TaskServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    TaskServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.polyprim.v1.TaskProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("TaskService");
    }
  }

  private static final class TaskServiceFileDescriptorSupplier
      extends TaskServiceBaseDescriptorSupplier {
    TaskServiceFileDescriptorSupplier() {}
  }

  private static final class TaskServiceMethodDescriptorSupplier
      extends TaskServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    TaskServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (TaskServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new TaskServiceFileDescriptorSupplier())
              .addMethod(getFindModuleMethod())
              .addMethod(getUploadModuleMethod())
              .addMethod(getListModulesMethod())
              .addMethod(getStartMethod())
              .addMethod(getRunMethod())
              .addMethod(getCallMethod())
              .addMethod(getSendMethod())
              .addMethod(getResumeMethod())
              .addMethod(getCancelMethod())
              .addMethod(getCloseMethod())
              .addMethod(getGetMethod())
              .addMethod(getListMethod())
              .build();
        }
      }
    }
    return result;
  }
}
