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
  private @Nullable String url;
  private @Nullable String key;
  private @Nullable Boolean disabled;
  private @Nullable Boolean durable;
  private @Nullable Boolean content;
  private @Nullable FailMode withoutPolicy;
  private @Nullable List<String> pinnedKeys;
  private @Nullable Duration policyWait;
  private @Nullable Path data;
  private @Nullable String serviceName;
  private WhenFull whenFull = WhenFull.DROP_OLDEST;
  private long mostBytes = MOST_BYTES;

  MetaAgentBuilder(Map<String, String> env) {
    this.env = env;
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
    Path folder = data == null ? defaultData() : data;
    String version = version();
    Telemetry.Settings telemetry =
        new Telemetry.Settings(
            durable == null ? is("METAAGENT_DURABLE", "on") : durable,
            content == null ? !is("METAAGENT_CONTENT", "off") : content,
            whenFull,
            mostBytes,
            folder);
    return new MetaAgent(
        new Connection(
            new Settings(
                address(url == null ? env.getOrDefault("METAAGENT_URL", DEFAULT_URL) : url),
                (key == null ? env.getOrDefault("METAAGENT_KEY", "") : key).strip(),
                disabled == null ? is("METAAGENT_DISABLED", "true") : disabled,
                withoutPolicy == null ? defaultWithoutPolicy() : withoutPolicy,
                pinnedKeys == null ? defaultPinnedKeys() : pinnedKeys,
                policyWait == null ? defaultPolicyWait() : policyWait,
                folder,
                telemetry,
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

  private boolean is(String name, String value) {
    return value.equals(env.getOrDefault(name, "").strip().toLowerCase(Locale.ROOT));
  }

  private FailMode defaultWithoutPolicy() {
    return is("METAAGENT_WITHOUT_POLICY", "closed") ? FailMode.CLOSED : FailMode.OPEN;
  }

  private Duration defaultPolicyWait() {
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

  private List<String> defaultPinnedKeys() {
    return Arrays.stream(env.getOrDefault("METAAGENT_POLICY_PUBLIC_KEY", "").split(",", -1))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private Path defaultData() {
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
    String name = serviceName == null ? env.get("OTEL_SERVICE_NAME") : serviceName;
    if (name != null && !name.isBlank()) {
      attributes.put("service.name", name);
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
