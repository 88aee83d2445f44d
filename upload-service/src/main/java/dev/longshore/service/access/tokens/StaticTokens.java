package dev.longshore.service.access.tokens;

import dev.longshore.service.access.AccessRefusedException;
import dev.longshore.service.access.AccessRequest;
import dev.longshore.service.access.Authenticator;
import dev.longshore.service.access.BearerToken;
import dev.longshore.service.access.PathRules;
import dev.longshore.service.upload.Caller;
import dev.longshore.service.upload.Quota;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows callers by the tokens in a folder, which is read again and again: what the kubelet replaces
 * is a link in it. While it can't be read, what was read last holds.
 */
public final class StaticTokens implements Authenticator {

  private static final Logger LOG = LoggerFactory.getLogger(StaticTokens.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private final Path folder;
  private final PathRules rules;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("access-tokens").factory());
  private volatile List<TokenFolder.Entry> entries;
  private List<String> complained = List.of();

  /**
   * @throws IOException if the folder can't be read
   * @throws IllegalArgumentException if no token in it can be used
   */
  public StaticTokens(Path folder, PathRules rules) throws IOException {
    this.folder = folder;
    this.rules = rules;
    var contents = TokenFolder.read(folder);
    complain(contents.complaints());
    if (contents.entries().isEmpty()) {
      throw new IllegalArgumentException(
          "there is no file with a token of at least " + TokenFolder.SHORTEST + " characters");
    }
    entries = contents.entries();
    timer.scheduleWithFixedDelay(
        this::refresh, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public Caller authenticate(AccessRequest request) {
    var owner = owner(TokenFolder.digest(BearerToken.of(request)));
    if (owner == null) {
      throw AccessRefusedException.tokenInvalid("nobody has it, or not any more");
    }
    var folders = rules.folders(name -> name.equals("owner") ? List.of(owner) : List.of());
    return Caller.owner(owner, folders, Quota.NONE);
  }

  /** Compares with every one, each in constant time: how long it takes tells nothing of a token. */
  private String owner(byte[] digest) {
    String owner = null;
    for (var entry : entries) {
      owner = MessageDigest.isEqual(entry.digest(), digest) ? entry.owner() : owner;
    }
    return owner;
  }

  private void refresh() {
    try {
      var contents = TokenFolder.read(folder);
      complain(contents.complaints());
      if (!same(entries, contents.entries())) {
        entries = contents.entries();
        LOG.info("the tokens in {} changed: {} are good now", folder, entries.size());
      }
    } catch (IOException | RuntimeException e) {
      complain(List.of("it can't be read, the tokens read last stay good: " + e));
    }
  }

  /** Says the same once. */
  private void complain(List<String> complaints) {
    if (!complaints.equals(complained)) {
      complaints.forEach(complaint -> LOG.warn("tokens in {}: {}", folder, complaint));
      complained = complaints;
    }
  }

  private static boolean same(List<TokenFolder.Entry> some, List<TokenFolder.Entry> others) {
    return some.size() == others.size()
        && some.stream()
            .allMatch(entry ->
                others.stream()
                    .anyMatch(other ->
                        entry.owner().equals(other.owner())
                            && MessageDigest.isEqual(entry.digest(), other.digest())));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
