package dev.metaagent.access.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// What counts as one sender: an IPv4 address, or the /64 network of an IPv6 address, within which
/// one machine can choose any address.
final class Network {

  private static final int PREFIX_BYTES = 8;

  private Network() {}

  static String of(String remote) {
    try {
      InetAddress address = InetAddress.ofLiteral(remote);
      return address instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), PREFIX_BYTES))
          : address.getHostAddress();
    } catch (IllegalArgumentException _) {
      return remote;
    }
  }
}
