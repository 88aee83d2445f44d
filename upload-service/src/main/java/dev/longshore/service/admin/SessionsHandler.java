package dev.longshore.service.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.longshore.service.session.SessionLook;
import dev.longshore.service.session.SessionStoreUnavailableException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * {@code GET /sessions?limit=&cursor=&prefix=}, a page of sessions and where the next one starts,
 * and {@code GET /sessions/{id}}, one session by its whole id.
 */
final class SessionsHandler implements HttpHandler {

  static final String PATH = "/sessions";

  private static final int USUAL = 100;
  private static final int MOST = 500;

  /** Looks that run at the same time: whoever asks often waits, not the uploads. */
  private static final int AT_ONCE = 2;

  private final SessionLook look;
  private final InstantSource clock;
  private final Semaphore turns = new Semaphore(AT_ONCE);

  SessionsHandler(SessionLook look, InstantSource clock) {
    this.look = look;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    AdminAnswer answer;
    turns.acquireUninterruptibly();
    try {
      answer = answer(exchange);
    } catch (IllegalArgumentException e) {
      answer = AdminAnswer.problem(400, "limit, cursor or prefix is not what it must be");
    } catch (SessionStoreUnavailableException e) {
      answer = AdminAnswer.problem(503, e.getMessage());
    } finally {
      turns.release();
    }
    answer.send(exchange);
  }

  private AdminAnswer answer(HttpExchange exchange) {
    var path = exchange.getRequestURI().getPath();
    if (!isLocal(exchange.getRequestHeaders().getFirst("Host"))) {
      return AdminAnswer.problem(421, "this is for localhost");
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      return AdminAnswer.problem(405, "only GET is answered");
    }
    if (path.equals(PATH)) {
      return page(query(exchange.getRequestURI().getRawQuery()));
    }
    return path.startsWith(PATH + "/")
        ? one(path.substring(PATH.length() + 1))
        : AdminAnswer.problem(404, "there is only " + PATH);
  }

  /** Not for a page of the web that has its own name point here. */
  private static boolean isLocal(String host) {
    return host != null && host.matches("(localhost|127\\.0\\.0\\.1)(:\\d+)?");
  }

  private AdminAnswer page(Map<String, String> query) {
    int limit = Integer.parseInt(query.getOrDefault("limit", Integer.toString(USUAL)));
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit");
    }
    var page =
        look.page(
            query.getOrDefault("prefix", ""),
            query.getOrDefault("cursor", SessionLook.Page.FIRST),
            limit);
    var now = clock.instant();
    var answer = new HashMap<String, Object>();
    answer.put(
        "sessions", page.sessions().stream().map(sight -> SessionView.of(sight, now)).toList());
    if (!page.next().equals(SessionLook.Page.FIRST)) {
      answer.put("next", page.next());
    }
    return AdminAnswer.ok(answer);
  }

  private AdminAnswer one(String id) {
    return look.one(id)
        .map(sight -> AdminAnswer.ok(SessionView.of(sight, clock.instant())))
        .orElseGet(() -> AdminAnswer.problem(404, "there is no such session"));
  }

  private static Map<String, String> query(String text) {
    var values = new HashMap<String, String>();
    if (text != null) {
      for (var pair : text.split("&")) {
        var parts = pair.split("=", 2);
        var value = parts.length == 1 ? "" : parts[1];
        values.put(parts[0], URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return values;
  }
}
