# The server with the example fleet: six simulated agents with days of history, one of which begins to fail.

FLEET_CLASSES="$ROOT/examples/fleet/target/classes"
FLEET_PATH="$ROOT/examples/fleet/target/class-path"
FLEET_OPTIONS=()

build_fleet() {
  older_than "$FLEET_PATH" pom.xml examples/fleet/pom.xml examples/fleet/src/main sdks/java/policy/pom.xml sdks/java/policy/src/main \
    sdks/java/client/pom.xml sdks/java/client/src/main || return 0
  need_compiler
  step "Building the example fleet"
  mark_quick examples/fleet sdks/java/client sdks/java/policy
  quietly "$LOGS/fleet.log" "The build of the example fleet" maven -q -pl examples/fleet -am "${COMPILE[@]}" -Dmaven.test.skip=true -Dmaven.javadoc.skip=true \
    -Dmaven.source.skip=true -Dspotless.check.skip=true -Djacoco.skip=true package
  touch "$FLEET_PATH"
}

# Takes the fleet's own flags out of the arguments; the others are settings of the server, left in SERVER_ARGUMENTS.
fleet_options() {
  SERVER_ARGUMENTS=()
  while [ $# -gt 0 ]; do
    case "$1" in
      --speed | --seed | --days | --change-after | --stop-after)
        [ $# -ge 2 ] || stop_with "$1 needs a value."
        FLEET_OPTIONS+=("$1=$2")
        shift
        ;;
      --speed=* | --seed=* | --days=* | --change-after=* | --stop-after=* | --fresh) FLEET_OPTIONS+=("$1") ;;
      *) SERVER_ARGUMENTS+=("$1") ;;
    esac
    shift
  done
}

# Becomes the fleet: to be run in the background.
run_fleet() {
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$FLEET_CLASSES:$(cat "$FLEET_PATH")" dev.metaagent.fleet.Fleet "--server=http://localhost:${METAAGENT_PORT:-8080}" \
    ${FLEET_OPTIONS[@]+"${FLEET_OPTIONS[@]}"}
}

# The admin key with which the fleet makes its organization: none in local mode, else the one given, or the first one of this server.
fleet_key() {
  local file="$METAAGENT_DATA/admin-key"
  if local_mode || [ -n "${METAAGENT_KEY:-}" ]; then return 0; fi
  [ -r "$file" ] || return 1
  METAAGENT_KEY="$(cat "$file")"
  export METAAGENT_KEY
}

# After the server is ready: starts the fleet, which says what it does, as a process group of its own.
with_fleet() {
  ready "$1"
  say ""
  if ! fleet_key; then
    warn "The example fleet was not started: in server mode it needs an admin key. Create one under Settings, Keys, and start again with METAAGENT_KEY=<the key> ./metaagent demo"
    return 0
  fi
  set -m
  run_fleet </dev/null &
  FLEET=$!
  set +m
}

build_demo() {
  build
  build_fleet
}

demo() {
  fleet_options "$@"
  BUILD=build_demo
  WELCOME=with_fleet
  up ${SERVER_ARGUMENTS[@]+"${SERVER_ARGUMENTS[@]}"}
}
