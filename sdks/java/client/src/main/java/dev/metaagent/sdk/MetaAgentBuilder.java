package dev.metaagent.sdk;

import dev.metaagent.policy.FailMode;
import dev.metaagent.sdk.internal.telemetry.GitContext;
import dev.metaagent.sdk.internal.telemetry.Telemetry;
import dev.metaagent.sdk.internal.telemetry.WhenFull;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings of a connection. What is not set comes from the environment, then from the defaults.
public final class MetaAgentBuilder {

  private static final String DEFAULT_URL = "http://localhost:8080";
  private static final URI UNREACHABLE = URI.create("http://metaagent.invalid");
  private static final System.Logger LOG = System.getLogger("dev.metaagent.sdk");
  private static final long POLICY_WAIT_SECONDS = 2;
  private static final long MOST_POLICY_WAIT_SECONDS = 60;
  private static final long MOST_BYTES = 256L << 20;

  private final Map<String, String> env;
  private String url;
  private String key;
  private boolean disabled;
  private boolean durable;
  private boolean content;
  private FailMode withoutPolicy;
  private List<String> pinnedKeys;
  private Duration policyWait;
  private Path data;
  private @Nullable String serviceName;
  private WhenFull whenFull = WhenFull.DROP_OLDEST;
  private long mostBytes = MOST_BYTES;

  MetaAgentBuilder(Map<String, String> env) {
    this.env = env;
    url = env.getOrDefault("METAAGENT_URL", DEFAULT_URL);
    key = env.getOrDefault("METAAGENT_KEY", "");
    disabled = is(env, "METAAGENT_DISABLED", "true");
    durable = is(env, "METAAGENT_DURABLE", "on");
    content = !is(env, "METAAGENT_CONTENT", "off");
    withoutPolicy = is(env, "METAAGENT_WITHOUT_POLICY", "closed") ? FailMode.CLOSED : FailMode.OPEN;
    pinnedKeys = defaultPinnedKeys(env);
    policyWait = defaultPolicyWait(env);
    data = defaultData(env);
    serviceName = env.get("OTEL_SERVICE_NAME");
  }

  /// METAAGENT_URL; default `http://localhost:8080`.
  public MetaAgentBuilder url(String address) {
    url = address;
    return this;
  }

  /// METAAGENT_KEY.
  public MetaAgentBuilder key(String apiKey) {
    key = apiKey;
    return this;
  }

  /// METAAGENT_DISABLED=true: nothing is sent, nothing is governed.
  public MetaAgentBuilder disabled(boolean off) {
    disabled = off;
    return this;
  }

  /// METAAGENT_DURABLE=on: what is not sent yet lies on disk and survives the process.
  public MetaAgentBuilder durable(boolean on) {
    durable = on;
    return this;
  }

  /// How many bytes wait for the server at most; default 256 MiB. In durable mode, `block` makes
  /// the host wait then instead of dropping the oldest.
  public MetaAgentBuilder buffer(long bytes, boolean block) {
    mostBytes = bytes;
    whenFull = block ? WhenFull.BLOCK : WhenFull.DROP_OLDEST;
    return this;
  }

  /// METAAGENT_CONTENT=off: no inputs and outputs.
  public MetaAgentBuilder content(boolean on) {
    content = on;
    return this;
  }

  /// METAAGENT_WITHOUT_POLICY=open or closed: whether agents run without any policy.
  public MetaAgentBuilder withoutPolicy(FailMode mode) {
    withoutPolicy = mode;
    return this;
  }

  /// METAAGENT_POLICY_WAIT_SECONDS: how long the first run of an agent waits for its first policy,
  /// from when the agent is named; default 2 seconds, at most 60, 0 for not at all. A request that
  /// fails ends the wait.
  public MetaAgentBuilder policyWait(Duration atMost) {
    policyWait = atMost;
    return this;
  }

  /// METAAGENT_POLICY_PUBLIC_KEY: the keys that sign policies, in base64url.
  public MetaAgentBuilder pinnedKeys(List<String> publicKeys) {
    pinnedKeys = List.copyOf(publicKeys);
    return this;
  }

  /// METAAGENT_SDK_DATA: the folder of policies and of the durable log; default `metaagent` in the
  /// user's folder of caches.
  public MetaAgentBuilder data(Path folder) {
    data = folder;
    return this;
  }

  /// OTEL_SERVICE_NAME.
  public MetaAgentBuilder serviceName(String name) {
    serviceName = name;
    return this;
  }

  public MetaAgent connect() {
    String version = version();
    return new MetaAgent(
        new Connection(
            new Settings(
                address(url),
                key.strip(),
                disabled,
                withoutPolicy,
                pinnedKeys,
                policyWait,
                data,
                new Telemetry.Settings(durable, content, whenFull, mostBytes, data),
                resource(version),
                version)));
  }

  /// A wrong address must not end the host: it is one that is never reached.
  private static URI address(String text) {
    try {
      URI uri = new URI(text.strip());
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    LOG.log(System.Logger.Level.ERROR, "METAAGENT_URL is no address of a server: " + text);
    return UNREACHABLE;
  }

  private static boolean is(Map<String, String> env, String name, String value) {
    return value.equals(env.getOrDefault(name, "").strip().toLowerCase(Locale.ROOT));
  }

  private static Duration defaultPolicyWait(Map<String, String> env) {
    String text = env.getOrDefault("METAAGENT_POLICY_WAIT_SECONDS", "").strip();
    try {
      double seconds = text.isEmpty() ? POLICY_WAIT_SECONDS : Double.parseDouble(text);
      if (seconds >= 0 && seconds <= MOST_POLICY_WAIT_SECONDS) {
        return Duration.ofNanos((long) (seconds * 1e9));
      }
    } catch (NumberFormatException e) {
      // told below
    }
    LOG.log(
        System.Logger.Level.ERROR,
        "METAAGENT_POLICY_WAIT_SECONDS is a number from 0 to 60, not " + text);
    return Duration.ofSeconds(POLICY_WAIT_SECONDS);
  }

  private static List<String> defaultPinnedKeys(Map<String, String> env) {
    return Arrays.stream(env.getOrDefault("METAAGENT_POLICY_PUBLIC_KEY", "").split(",", -1))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static Path defaultData(Map<String, String> env) {
    String named = env.get("METAAGENT_SDK_DATA");
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    String caches = env.getOrDefault("XDG_CACHE_HOME", env.get("LOCALAPPDATA"));
    Path base =
        caches == null || caches.isBlank()
            ? Path.of(System.getProperty("user.home", "."), ".cache")
            : Path.of(caches);
    return base.resolve("metaagent");
  }

  private Resource resource(String version) {
    AttributesBuilder attributes = Attributes.builder().put("metaagent.sdk", "java/" + version);
    if (serviceName != null && !serviceName.isBlank()) {
      attributes.put("service.name", serviceName);
    }
    GitContext git = GitContext.of(env, Path.of(""));
    put(attributes, "vcs.repository.url.full", git.repository());
    put(attributes, "vcs.ref.head.name", git.ref());
    put(attributes, "vcs.ref.head.revision", git.revision());
    return Resource.getDefault().merge(Resource.create(attributes.build()));
  }

  private static void put(AttributesBuilder attributes, String name, @Nullable String value) {
    if (value != null) {
      attributes.put(name, value);
    }
  }

  private static String version() {
    String version = MetaAgent.class.getPackage().getImplementationVersion();
    return version == null ? "0.1.0" : version;
  }
}
