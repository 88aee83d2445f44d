package dev.longshore.service.http;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where requests come from: the other end of the connection or, where that is a trusted proxy, what
 * it says in {@code X-Forwarded-For}. Whatever stands there before the last address that a trusted
 * proxy wrote may be a client's invention.
 */
@Singleton
final class ClientAddress {

  /** One IPv6 network is one client: it has more addresses than can be counted. */
  private static final int NETWORK_BYTES = 8;

  private final List<IpSubnetFilterRule> trusted;

  ClientAddress(@Value("${longshore.limits.trusted-proxies:}") List<String> proxies) {
    trusted =
        proxies.stream()
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(ClientAddress::network)
            .toList();
  }

  private static IpSubnetFilterRule network(String text) {
    var parts = text.split("/");
    return new IpSubnetFilterRule(parts[0], Integer.parseInt(parts[1]), IpFilterRuleType.ACCEPT);
  }

  /** The client's address, as text. */
  String of(HttpRequest<?> request) {
    return address(request).getHostAddress();
  }

  /** What to count by. */
  String network(HttpRequest<?> request) {
    var address = address(request);
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    var bytes = Arrays.copyOf(Arrays.copyOf(address.getAddress(), NETWORK_BYTES), 16);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an address", e);
    }
  }

  private InetAddress address(HttpRequest<?> request) {
    var address = request.getRemoteAddress().getAddress();
    if (trusted.isEmpty()) {
      return address;
    }
    for (var text : hops(request)) {
      var before = isTrusted(address) ? NetUtil.createInetAddressFromIpAddressString(text) : null;
      if (before == null) {
        return address;
      }
      address = before;
    }
    return address;
  }

  /** The last one first. */
  private static List<String> hops(HttpRequest<?> request) {
    var hops = new ArrayList<String>();
    for (var field : request.getHeaders().getAll("X-Forwarded-For")) {
      Arrays.stream(field.split(",")).map(String::strip).forEach(hops::add);
    }
    Collections.reverse(hops);
    return hops;
  }

  private boolean isTrusted(InetAddress address) {
    var end = new InetSocketAddress(address, 0);
    return trusted.stream().anyMatch(network -> network.matches(end));
  }
}
