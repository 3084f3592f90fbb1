package dev.metaagent.access.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.metaagent.access.members.PeopleSettings;
import dev.metaagent.kernel.ErrorCode;
import dev.metaagent.kernel.MetaAgentException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// How often passwords may be guessed. Attempts count by network, by account and network together,
/// and by account over all networks. A browser in which the person signed in before has attempts of
/// its own, so that strangers who guess, however many, do not lock the person out.
@Component
public class SignInLimits {

  private static final double PER_SECOND = 1 / 60.0;
  private static final double BURST = 10;
  private static final double ACCOUNT_PER_SECOND = 6 / 60.0;
  private static final double ACCOUNT_BURST = 100;

  /// Longer than any bucket takes to fill up again.
  private static final Duration KEPT = Duration.ofMinutes(20);

  private final int perMinute;
  private final Cache<String, TokenBucket> networks = buckets();
  private final Cache<String, TokenBucket> accountsInNetworks = buckets();
  private final Cache<String, TokenBucket> accounts = buckets();
  private final Cache<String, TokenBucket> devices = buckets();

  SignInLimits(PeopleSettings people) {
    this.perMinute = people.signInsPerMinute();
  }

  private static Cache<String, TokenBucket> buckets() {
    return Caffeine.newBuilder().maximumSize(50_000).expireAfterAccess(KEPT).build();
  }

  /// One attempt from an address, whoever it is for.
  ///
  /// @throws MetaAgentException when there were too many
  public void attempt(String remote) {
    take(networks, Network.of(remote), perMinute / 60.0, perMinute);
  }

  /// One attempt to sign in with a password.
  ///
  /// @param device the id of a browser in which this person signed in before; null for any other
  /// @throws MetaAgentException when there were too many
  public void guess(String email, String remote, @Nullable String device) {
    if (device != null && left(devices, device, PER_SECOND, BURST) == 0) {
      return;
    }
    attempt(remote);
    take(accountsInNetworks, inNetwork(email, remote), PER_SECOND, BURST);
    take(accounts, email, ACCOUNT_PER_SECOND, ACCOUNT_BURST);
  }

  /// Resets what counts against the person who signed in.
  public void right(String email, String remote, @Nullable String device) {
    accountsInNetworks.invalidate(inNetwork(email, remote));
    if (device != null) {
      devices.invalidate(device);
    }
  }

  private static String inNetwork(String email, String remote) {
    return Network.of(remote) + " " + email;
  }

  private static void take(
      Cache<String, TokenBucket> buckets, String who, double perSecond, double burst) {
    long wait = left(buckets, who, perSecond, burst);
    if (wait > 0) {
      throw MetaAgentException.busy(
          ErrorCode.RATE_LIMITED, "Too many attempts to sign in.", Duration.ofNanos(wait));
    }
  }

  private static long left(
      Cache<String, TokenBucket> buckets, String who, double perSecond, double burst) {
    long now = System.nanoTime();
    return buckets.get(who, _ -> new TokenBucket(perSecond, burst, now)).take(now);
  }
}
