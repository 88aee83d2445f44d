package dev.longshore.service.access.forward;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * How the hook is asked.
 *
 * @param url what is asked, by GET
 * @param headers fields of the client's request that are passed on
 * @param ownerHeader field of the answer that says whose uploads are meant
 * @param timeout how long the hook may take to answer
 * @param cacheTime how long an answer that lets a request through holds for others just like it; 0
 *     to ask each time
 * @param tls how to connect by https, or null as the JVM does
 */
public record HookOptions(
    URI url,
    List<String> headers,
    String ownerHeader,
    Duration timeout,
    Duration cacheTime,
    SSLContext tls) {}
