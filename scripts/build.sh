# Builds what is missing: the dashboard's pages, then the jar that carries them, then its unpacked form.

JAR="$ROOT/server/target/metaagent.jar"
APP="$ROOT/server/target/app"
LOGS="$ROOT/server/target/logs"

# Whether any of the given files or folders is newer than the first argument, or that one is missing.
older_than() {
  local product="$1" source sources=()
  shift
  [ -e "$product" ] || return 0
  for source in "$@"; do [ -e "$source" ] && sources+=("$source"); done
  [ -n "$(find "${sources[@]}" \( -name node_modules -o -name target -o -name out -o -name .next -o -name test-results -o -name screenshots -o -name coverage \) -prune \
    -o -type f -newer "$product" -print 2>/dev/null | head -n 1)" ]
}

dashboard_packages() {
  [ node_modules/.package-lock.json -nt package-lock.json ] && return 0
  say "  fetching the dashboard's packages"
  quietly "$LOGS/npm-ci.log" "npm ci" npm ci --no-audit --no-fund
  touch node_modules/.package-lock.json
}

dashboard_is_stale() { [ -f dashboard/package.json ] && older_than dashboard/out/index.html dashboard; }

# Builds dashboard/out. Without Node the server is built without pages; need_tools says so.
build_dashboard() {
  dashboard_is_stale || return 0
  use_node || return 0
  step "Building the dashboard"
  (
    cd dashboard
    dashboard_packages
    say "  exporting its pages"
    NEXT_TELEMETRY_DISABLED=1 quietly "$LOGS/dashboard.log" "The build of the dashboard" npm run build
  )
}

server_is_stale() { older_than "$JAR" pom.xml server/pom.xml server/src/main sdks/java/policy/pom.xml sdks/java/policy/src/main protocol dashboard/out/index.html; }

build_server() {
  server_is_stale || return 0
  if [ -f "$JAR" ] && ! can_compile; then
    warn "The sources are newer than the built server, and nothing here compiles them: $(jdk_advice)."
    return 0
  fi
  need_compiler
  step "Building the server"
  say "  the first time Maven fetches its packages, which takes some minutes"
  mark_quick sdks/java/policy server
  quietly "$LOGS/server.log" "The build of the server" maven -q -pl server -am "${COMPILE[@]}" -Dmaven.test.skip=true -Dmaven.javadoc.skip=true -Dspotless.check.skip=true -Djacoco.skip=true package
  touch "$JAR"
}

# Unpacks the jar, which starts faster than the jar itself and can use an AOT cache.
unpack_server() {
  [ "$APP/metaagent.jar" -nt "$JAR" ] && return 0
  rm -rf "$APP"
  quietly "$LOGS/unpack.log" "Unpacking the server" "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$JAR" extract --destination "$APP"
  touch "$APP/metaagent.jar"
}

# The modules that ./metaagent up compiles without the checkers.
QUICK_MODULES='sdks/java/policy sdks/java/client server examples/fleet'

# Marks that the classes of modules are not checked by Error Prone and NullAway: mark_quick <module>..
mark_quick() {
  local module
  for module in "$@"; do mkdir -p "$module/target" && touch "$module/target/quick"; done
}

# Classes that were compiled without the checkers: a full test run compiles them again.
forget_quick_classes() {
  local module
  for module in $QUICK_MODULES; do
    [ -f "$module/target/quick" ] || continue
    rm -rf "$module/target/classes" "$module/target/test-classes" "$module/target/maven-status" "$module/target/quick"
  done
}

# Says everything that is missing to build and run at once, before anything is built or fetched.
need_tools() {
  local lacking='' free
  if [ ! -f "$JAR" ] && ! can_compile; then
    lacking="$lacking
  to build, a JDK $JAVA_WANTED ($(jdk_advice)); or python3 with pip, and curl or wget, with which a runtime and a compiler are fetched"
  elif ! can_run; then
    lacking="$lacking
  to run, Java $JAVA_WANTED: $(jdk_advice); or python3 with pip, with which a runtime is fetched"
  fi
  if [ -z "${METAAGENT_DATABASE_URL:-}" ] && [ "$(id -u)" = 0 ] && [ "$(uname)" = Linux ] && ! unshare -U true 2>/dev/null; then
    lacking="$lacking
  a user other than root, because user namespaces are off and PostgreSQL refuses to run as root; or METAAGENT_DATABASE_URL"
  fi
  free="$(df -Pk "$ROOT" | awk 'NR == 2 {print int($4 / 1048576)}')"
  if [ ! -f "$JAR" ] && [ "$free" -lt 3 ]; then
    lacking="$lacking
  disk: building needs 3 GB, and $free GB are free"
  fi
  [ -z "$lacking" ] || stop_with "Nothing was built, because this is missing:$lacking"
  if dashboard_is_stale && ! can_use_node; then
    warn "The dashboard is left out, because Node $NODE_WANTED is missing: $(node_advice)."
  fi
}

build() {
  need_tools
  build_dashboard
  build_server
  need_java
  unpack_server
}

# The options every start uses; METAAGENT_JAVA_OPTIONS adds some. A server that runs out of memory exits instead of hanging, so that
# a supervisor starts it again.
java_options() {
  printf '%s\n' -XX:+UseSerialGC -XX:TieredStopAtLevel=4 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
}

# The AOT cache belongs to one build of the server and one Java.
aot_cache() {
  local java
  java="$("$JAVA_HOME/bin/java" -Xinternalversion 2>/dev/null | cksum | cut -d ' ' -f 1)"
  echo "$APP/metaagent-$java.aot"
}

# Runs the server once in a folder of its own until it is ready, which records the cache. Low priority; nobody waits for it.
make_aot_cache() {
  local cache="$1" folder options=()
  folder="$(mktemp -d "${TMPDIR:-/tmp}/metaagent-aot.XXXXXX")"
  while IFS= read -r option; do options+=("$option"); done < <(java_options)
  (
    unset METAAGENT_DATABASE_URL METAAGENT_DATABASE_OWNER_URL METAAGENT_DATABASE_DIRECT_URL METAAGENT_ADDRESS
    export METAAGENT_DATA="$folder" METAAGENT_PORT=0 METAAGENT_OTLP_HTTP_PORT=0 METAAGENT_OTLP_GRPC_PORT=0
    nice -n 15 "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$cache.new" -Dspring.context.exit=onRefresh "${options[@]}" \
      -jar "$APP/metaagent.jar" >"$LOGS/aot.log" 2>&1 </dev/null && mv "$cache.new" "$cache"
  )
  rm -rf "$folder" "$cache.new" "$cache.new.config"
}

fix() {
  need_jdk
  maven -q spotless:apply
  if [ -f dashboard/package.json ] && use_node; then
    (cd dashboard && dashboard_packages && npm run --silent --if-present fix)
  fi
  say "Formatted."
}
