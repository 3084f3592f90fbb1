# Runs the examples through the real libraries, from their registries, and the SDKs of this folder, against a real server, and asks it what it understood.

. scripts/up.sh

# What an example needs, fetched once for each version of its list; fails where the registry is out of reach.
prepare_langgraph_python() {
  EXAMPLE_PYTHON="$TOOLS/langgraph-python-$(cksum <examples/langgraph-python/requirements.txt | cut -d ' ' -f 1)"
  [ -f "$EXAMPLE_PYTHON/ready" ] && return 0
  has_pip || return 1
  rm -rf "$EXAMPLE_PYTHON"
  python3 -m venv "$EXAMPLE_PYTHON" \
    && "$EXAMPLE_PYTHON/bin/pip" install -q --disable-pip-version-check -r examples/langgraph-python/requirements.txt \
    && touch "$EXAMPLE_PYTHON/ready"
}

prepare_langgraph_js() {
  use_node || return 1
  local ready=examples/langgraph-js/node_modules/.ready
  [ -f "$ready" ] && [ "$ready" -nt examples/langgraph-js/package-lock.json ] && return 0
  (cd examples/langgraph-js && npm ci --no-audit --no-fund --loglevel=error) && touch "$ready"
}

# The governed agents take the SDKs from this folder, each built once for each state of its sources.
prepare_governed_python() {
  GOVERNED_PYTHON="$TOOLS/governed-python"
  older_than "$GOVERNED_PYTHON/ready" examples/governed/python/requirements.txt sdks/python/pyproject.toml sdks/python/src || return 0
  has_pip || return 1
  [ -x "$GOVERNED_PYTHON/bin/python" ] || python3 -m venv "$GOVERNED_PYTHON" || return 1
  (cd examples/governed/python && "$GOVERNED_PYTHON/bin/pip" install -q --disable-pip-version-check --upgrade --force-reinstall --no-deps ../../../sdks/python \
    && "$GOVERNED_PYTHON/bin/pip" install -q --disable-pip-version-check -r requirements.txt) && touch "$GOVERNED_PYTHON/ready"
}

prepare_governed_js() {
  use_node || return 1
  local ready=examples/governed/js/node_modules/.ready
  older_than "$ready" examples/governed/js/package.json sdks/typescript/package.json sdks/typescript/src || return 0
  local package
  (cd sdks/typescript && { [ -x node_modules/.bin/tsup ] || npm ci --no-audit --no-fund --loglevel=error; } && node_modules/.bin/tsup --no-dts --silent) || return 1
  mkdir -p "$TOOLS"
  package="$(cd sdks/typescript && npm pack --silent --ignore-scripts --pack-destination "$TOOLS")" || return 1
  (cd examples/governed/js && npm ci --no-audit --no-fund --loglevel=error \
    && npm install --no-save --no-audit --no-fund --loglevel=error "$TOOLS/$package") && touch "$ready"
}

prepare_governed_java() {
  need_jdk
  local jar=examples/governed/java/target/refund-desk.jar
  older_than "$jar" pom.xml examples/governed/java/pom.xml examples/governed/java/src sdks/java/policy/src sdks/java/client/src || return 0
  quick_maven -pl examples/governed/java -am -DskipTests -Dmaven.javadoc.skip=true package
}

prepare_spring_ai_java() {
  need_jdk
  local jar=examples/spring-ai-java/target/spring-ai-java-1.jar
  older_than "$jar" examples/spring-ai-java/pom.xml examples/spring-ai-java/src || return 0
  maven -q -f examples/spring-ai-java/pom.xml package
}

run_langgraph_python() { "$EXAMPLE_PYTHON/bin/python" examples/langgraph-python/agent.py; }

run_langgraph_js() { node examples/langgraph-js/agent.mjs; }

# A governed agent beside a script that gives it a rule and a prompt, and approves what it asks.
approved() { METAAGENT_URL="http://127.0.0.1:$METAAGENT_PORT" METAAGENT_SDK_DATA="$METAAGENT_DATA/sdk" python3 examples/governed/approver.py "http://127.0.0.1:$METAAGENT_PORT" "$@"; }

run_governed_python() { approved refund-desk "$GOVERNED_PYTHON/bin/python" examples/governed/python/agent.py; }

run_governed_js() { approved refund-desk-js node examples/governed/js/agent.mjs; }

run_governed_java() {
  approved refund-desk-java "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -cp "examples/governed/java/target/refund-desk.jar:examples/governed/java/target/libraries/*" example.RefundDesk
}

run_spring_ai_java() { "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar examples/spring-ai-java/target/spring-ai-java-1.jar; }

EXAMPLES_PASSED=0 EXAMPLES_FAILED=0 EXAMPLES_SKIPPED=0

one_example() {
  local name="$1" steps="${1//-/_}"
  if ! "prepare_$steps"; then
    echo "$name: skipped, its packages are not here and cannot be fetched"
    EXAMPLES_SKIPPED=$((EXAMPLES_SKIPPED + 1))
  elif "run_$steps" && python3 examples/check.py "http://127.0.0.1:$METAAGENT_PORT" "$name"; then
    EXAMPLES_PASSED=$((EXAMPLES_PASSED + 1))
  else
    EXAMPLES_FAILED=$((EXAMPLES_FAILED + 1))
  fi
}

run_examples() {
  local folder log name
  folder="$(mktemp -d "${TMPDIR:-/tmp}/metaagent-examples.XXXXXX")"
  log="$folder/server.log"
  export METAAGENT_DATA="$folder" METAAGENT_PORT METAAGENT_OTLP_HTTP_PORT METAAGENT_OTLP_GRPC_PORT OTEL_EXPORTER_OTLP_ENDPOINT
  METAAGENT_PORT="$(free_port)" METAAGENT_OTLP_HTTP_PORT="$(free_port)" METAAGENT_OTLP_GRPC_PORT="$(free_port)"
  OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:$METAAGENT_OTLP_HTTP_PORT"
  unset METAAGENT_DATABASE_URL
  start_server "$log"
  until grep -q 'Started MetaAgent in' "$log" 2>/dev/null; do
    kill -0 "$SERVER" 2>/dev/null || { echo "The server did not start: $(reason_of_end "$log")"; return 1; }
    sleep 0.2
  done
  for name in langgraph-python langgraph-js governed-python governed-js governed-java spring-ai-java; do one_example "$name"; done
  kill -TERM "$SERVER" 2>/dev/null || true
  wait "$SERVER" 2>/dev/null || true
  rm -rf "$folder"
  echo "  $EXAMPLES_PASSED passed"
  echo "  $EXAMPLES_FAILED failed"
  echo "  $EXAMPLES_SKIPPED skipped"
  [ "$EXAMPLES_FAILED" = 0 ]
}
