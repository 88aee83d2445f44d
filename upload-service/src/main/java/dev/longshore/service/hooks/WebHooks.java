package dev.longshore.service.hooks;

import dev.longshore.service.observe.Calls;
import dev.longshore.service.session.UploadSession;
import dev.longshore.service.upload.Refusal;
import dev.longshore.service.upload.UploadHooks;
import dev.longshore.service.upload.UploadRefusedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the hooks that there are, and heeds their answers, or their failure policy. */
public final class WebHooks implements UploadHooks {

  private static final Logger LOG = LoggerFactory.getLogger(WebHooks.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final long NOTHING_KEPT = -1;

  private final Hook preCreate;
  private final Hook preComplete;
  private volatile boolean closed;

  /**
   * @param preCreate null for none
   * @param preComplete null for none
   * @param calls hears of every question
   */
  public WebHooks(HookOptions preCreate, HookOptions preComplete, Calls calls) {
    this.preCreate = hook(HookPoint.PRE_CREATE, preCreate, calls);
    this.preComplete = hook(HookPoint.PRE_COMPLETE, preComplete, calls);
  }

  private static Hook hook(HookPoint point, HookOptions options, Calls calls) {
    if (options == null) {
      return null;
    }
    // Without path and query, which may hold a secret.
    LOG.info("hook {}: {}", point, options.url().getAuthority());
    return new Hook(point, options, calls);
  }

  @Override
  public UploadSession creating(UploadSession proposed, Function<String, List<String>> fields)
      throws InterruptedException {
    if (preCreate == null) {
      return proposed;
    }
    Map<String, List<String>> told = new LinkedHashMap<>();
    preCreate.options().headers().forEach(name -> told.put(name, fields.apply(name)));
    return ask(preCreate, proposed, told, NOTHING_KEPT).applyTo(proposed);
  }

  @Override
  public boolean askBeforeCompletion() {
    return preComplete != null;
  }

  @Override
  public void completing(UploadSession upload) throws InterruptedException {
    if (preComplete != null) {
      ask(preComplete, upload, Map.of(), upload.uploadedBytes());
    }
  }

  private Changes ask(Hook hook, UploadSession upload, Map<String, List<String>> told, long kept)
      throws InterruptedException {
    var id = upload.uploadId();
    return switch (hook.ask(Question.of(hook.point(), upload, told))) {
      case HookAnswer.Passed(var changes) -> changes;
      case HookAnswer.Refused(int status, var title, var detail) -> {
        LOG.debug("the hook {} refused upload {} with {}", hook.point(), id, status);
        throw refused(new Refusal.RefusedByHook(status, title, detail));
      }
      case HookAnswer.Failed(var reason) -> {
        if (closed) {
          // No answer of the hook's: nobody waited for it.
          throw refused(new Refusal.Stopping(kept));
        }
        boolean ignored = hook.options().failurePolicy() == HookOptions.FailurePolicy.IGNORE;
        LOG.warn(
            "the hook {} is of no use for upload {}, which {}: {}",
            hook.point(),
            id,
            ignored ? "goes on all the same" : "has to wait",
            reason);
        if (!ignored) {
          throw refused(new Refusal.HookUnavailable(RETRY_AFTER, kept));
        }
        yield Changes.NONE;
      }
    };
  }

  private static UploadRefusedException refused(Refusal refusal) {
    return new UploadRefusedException(refusal);
  }

  @Override
  public void close() {
    closed = true;
    if (preCreate != null) {
      preCreate.close();
    }
    if (preComplete != null) {
      preComplete.close();
    }
  }
}
