# What is missing on this machine, and the exact command that installs it.

MISSING=0

good() { printf '  %sok%s       %-10s %s\n' "$GREEN" "$PLAIN" "$1" "$2"; }
optional() { printf '  %-8s %-10s %s\n' "without" "$1" "$2"; }
missing() { MISSING=$((MISSING + 1)); printf '  %smissing%s  %-10s %s\n' "$RED" "$PLAIN" "$1" "$2"; }

# The command that installs a Debian package where that is the system's way.
install_advice() {
  if command -v apt-get >/dev/null 2>&1; then echo "sudo apt-get install -y $1"; elif command -v brew >/dev/null 2>&1; then echo "brew install $2"; else echo "install $1"; fi
}

check_java() {
  local home
  if home="$(find_java)"; then good "JDK" "$(java_version_of "$home") in $home"
  elif can_compile; then optional "JDK" "a runtime is fetched where none is here, and ECJ compiles; the tests need a JDK: $(jdk_advice)"
  else missing "JDK" "$(jdk_advice)"; fi
}

check_maven() {
  if command -v mvn >/dev/null 2>&1; then good "Maven" "$(command -v mvn)"; else good "Maven" "the wrapper ./mvnw fetches it"; fi
}

check_node() {
  if node_ok node && command -v npm >/dev/null 2>&1; then good "Node" "$(node --version) and npm $(npm --version 2>/dev/null)"
  elif [ -x "$TOOLS/node/bin/node" ]; then good "Node" "fetched earlier into .metaagent/tools"
  elif has_pip; then good "Node" "not installed; it is fetched from PyPI when needed"
  else missing "Node" "$(node_advice)"; fi
}

check_root() {
  [ "$(id -u)" = 0 ] && [ "$(uname)" = Linux ] || return 0
  if unshare -U true 2>/dev/null; then good "root" "PostgreSQL will run in a user namespace of its own"
  else missing "root" "user namespaces are off, and PostgreSQL refuses to run as root: run ./metaagent as another user, or set METAAGENT_DATABASE_URL"; fi
}

check_disk() {
  local free
  free="$(df -Pk "$ROOT" | awk 'NR == 2 {print int($4 / 1048576)}')"
  if [ "$free" -ge 3 ]; then good "disk" "$free GB free"; else missing "disk" "$free GB free; building needs 3: free some"; fi
}

check_port() {
  if ! port_taken "$2"; then good "port" "$2 is free"
  elif [ "$3" = METAAGENT_PORT ]; then missing "port" "$2 is taken; stop what listens there, or: export $3=$(($2 + 1))"
  else optional "port" "$2 ($1) is taken: telemetry can be sent to the main port, or: export $3=$(($2 + 10))"; fi
}

check_tests() {
  local chromium
  if chromium="$(find_chromium)"; then good "Chromium" "$chromium"; else optional "Chromium" "needed by the browser tests: $(install_advice chromium chromium)"; fi
  if has_pip; then good "Python" "$(python3 --version 2>&1), pip"; else optional "Python" "needed to fuzz the API: $(install_advice 'python3 python3-venv python3-pip' python)"; fi
  if command -v pgbouncer >/dev/null 2>&1; then good "PgBouncer" "$(command -v pgbouncer)"; else optional "PgBouncer" "needed by one contract run: $(install_advice pgbouncer pgbouncer)"; fi
}

doctor() {
  read_settings
  step "To run and build"
  check_java
  check_maven
  check_node
  check_root
  check_disk
  check_port "dashboard and API" "${METAAGENT_PORT:-8080}" METAAGENT_PORT
  check_port "OTLP over HTTP" "${METAAGENT_OTLP_HTTP_PORT:-4318}" METAAGENT_OTLP_HTTP_PORT
  check_port "OTLP over gRPC" "${METAAGENT_OTLP_GRPC_PORT:-4317}" METAAGENT_OTLP_GRPC_PORT
  step "To run all tests"
  check_tests
  [ "$MISSING" = 0 ] || stop_with "$MISSING missing; the commands are above."
  say "Everything that ./metaagent up needs is here."
}
