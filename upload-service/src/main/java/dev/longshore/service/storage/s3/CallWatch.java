package dev.longshore.service.storage.s3;

import dev.longshore.service.observe.Callee;
import dev.longshore.service.observe.Calls;
import dev.longshore.service.observe.Outcome;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Tells of every call to S3, with all the times that it is tried as one. */
final class CallWatch implements ExecutionInterceptor {

  private static final ExecutionAttribute<Calls.Call> CALL =
      new ExecutionAttribute<>("dev.longshore.call");

  private final Calls calls;

  CallWatch(Calls calls) {
    this.calls = calls;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    var operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    attributes.putAttribute(CALL, calls.begin(Callee.S3, operation));
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    attributes.getAttribute(CALL).ended(Outcome.SUCCESS, null);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    var call = attributes.getAttribute(CALL);
    if (call != null) {
      var failure = context.exception();
      call.ended(isNo(failure) ? Outcome.REFUSED : Outcome.FAILURE, failure);
    }
  }

  /** Not there, there already, or changed meanwhile: asked for to find out. */
  private static boolean isNo(Throwable failure) {
    return failure instanceof S3Exception answer
        && switch (answer.statusCode()) {
          case 404, 409, 412 -> true;
          default -> false;
        };
  }
}
