# The SDKs against a real server in server mode, with keys of their agents; it is killed under load, and starts again.

. scripts/examples.sh

# The SDK for Java with the programs of its tests: JAVA_SDK is the command up to the name of the class.
prepare_java_sdk() {
  local classes="$ROOT/sdks/java/client/target"
  JAVA_HOME="$(find_java)" || { echo "java: left out, there is no JDK"; return 1; }
  export JAVA_HOME
  if older_than "$classes/test-class-path" pom.xml sdks/java/client/pom.xml sdks/java/client/src sdks/java/policy/src; then
    quick_maven -pl sdks/java/client -am test-compile dependency:build-classpath \
      -Dmdep.outputFile=target/test-class-path -Dmdep.includeScope=test || return 1
    touch "$classes/test-class-path"
  fi
  JAVA_SDK="$JAVA_HOME/bin/java -XX:+UseSerialGC -cp $classes/test-classes:$classes/classes:$(cat "$classes/test-class-path")"
}

prepare_java_worker() { prepare_java_sdk && export JAVA_WORKER="$JAVA_SDK"; }

run_sdks() {
  local folder languages=()
  ! prepare_governed_python || languages+=(python)
  ! prepare_governed_js || languages+=(typescript)
  { [ -z "${JAVA_WORKER:-}" ] && ! prepare_java_worker; } || languages+=(java)
  [ "${#languages[@]}" -gt 0 ] || { echo "No SDK can be prepared here"; echo "  1 skipped"; return 0; }
  folder="$(mktemp -d "${TMPDIR:-/tmp}/metaagent-sdks.XXXXXX")"
  export METAAGENT_DATA="$folder" METAAGENT_MODE=server METAAGENT_PORT METAAGENT_OTLP_HTTP_PORT METAAGENT_OTLP_GRPC_PORT JAVA_HOME
  METAAGENT_PORT="$(free_port)" METAAGENT_OTLP_HTTP_PORT="$(free_port)" METAAGENT_OTLP_GRPC_PORT="$(free_port)"
  unset METAAGENT_DATABASE_URL
  {
    declare -p ROOT APP LOGS TOOLS 2>/dev/null
    declare -f start_server java_options aot_cache
    printf 'start_server %q\necho "$SERVER" >%q\n' "$folder/server.log" "$folder/pid"
  } >"$folder/start"
  bash "$folder/start"
  SERVER="$(cat "$folder/pid")"
  until grep -q 'Started MetaAgent in' "$folder/server.log" 2>/dev/null && [ -f "$folder/admin-key" ]; do
    kill -0 "$SERVER" 2>/dev/null || { echo "The server did not start: $(reason_of_end "$folder/server.log")"; return 1; }
    sleep 0.2
  done
  local code=0
  METAAGENT_URL="http://127.0.0.1:$METAAGENT_PORT" ADMIN_KEY="$(cat "$folder/admin-key")" PYTHON="${GOVERNED_PYTHON:-}/bin/python" \
    SERVER_KILL="kill -9 \$(cat '$folder/pid')" SERVER_START="bash '$folder/start'" python3 sdks/e2e/driver.py "${languages[@]}" || code=1
  SERVER="$(cat "$folder/pid")"
  kill -TERM "$SERVER" 2>/dev/null || true
  # it is no child of this shell
  while kill -0 "$SERVER" 2>/dev/null; do sleep 0.2; done
  rm -rf "$folder"
  return "$code"
}
