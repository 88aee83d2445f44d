package dev.longshore.service.admin;

import com.sun.net.httpserver.HttpServer;
import dev.longshore.service.session.SessionLook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on 127.0.0.1 alone, apart from the service's own HTTP server, so that nothing of it can
 * be reached where uploads are taken. Whoever may forward ports of pods reaches it.
 */
public final class AdminServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("longshore.admin");
  private static final int BACKLOG = 8;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private AdminServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for any
   * @throws IOException if the port is somebody else's
   */
  public static AdminServer start(int port, SessionLook look, InstantSource clock)
      throws IOException {
    var local = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    var admin = new AdminServer(HttpServer.create(new InetSocketAddress(local, port), BACKLOG));
    admin.server.createContext("/", new SessionsHandler(look, clock));
    admin.server.setExecutor(admin.threads);
    admin.server.start();
    LOG.info(
        "admin: http://127.0.0.1:{}{}, for this pod alone", admin.port(), SessionsHandler.PATH);
    return admin;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
