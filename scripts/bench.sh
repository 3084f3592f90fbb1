# Measurements of a real server by a load generator of its own: ./metaagent bench [what] [--name value ...]
# Workloads and options: bench/README.md

build_bench() {
  older_than bench/target/class-path pom.xml bench/pom.xml bench/src/main || return 0
  step "Building the load generator"
  quietly "$LOGS/bench.log" "The build of the load generator" maven -q -pl bench -Pquick -DskipTests -Dspotless.check.skip=true package
}

# What is understood or found and how fast, over labelled texts and recorded telemetry; no server is started.
bench_class() {
  local what="$1" class="$2"
  shift 2
  . scripts/test.sh
  need_jdk
  mark_quick
  step "Measuring $what" >&2
  quietly "$LOGS/bench.log" "The build of the measurement" quick_maven -pl server -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test-class-path -Dmdep.includeScope=test
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g "-Dmetaagent.commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" -cp "server/target/test-classes:server/target/classes:$(cat server/target/test-class-path)" \
    "$class" bench/results "$@"
}

# The commands of the programs with which SDKs measure themselves, for those that can be prepared here.
sdk_commands() {
  . scripts/test.sh
  . scripts/sdks.sh
  if prepare_java_sdk >&2; then printf '%s\n' "-Dmetaagent.sdk.java=$JAVA_SDK dev.metaagent.host.Measure"; fi
  if prepare_governed_python >&2; then printf '%s\n' "-Dmetaagent.sdk.python=$GOVERNED_PYTHON/bin/python $ROOT/sdks/python/bench/measure.py"; fi
  if prepare_governed_js >&2; then printf '%s\n' "-Dmetaagent.sdk.typescript=$(command -v node) $ROOT/sdks/typescript/bench/measure.mjs"; fi
}

bench() {
  local what="${1:-all}"
  [ $# -gt 0 ] && shift
  case "$what" in
    all | ingest | visible | query | live | idle | govern) ;;
    dashboard)
      bench_dashboard
      return
      ;;
    mapping)
      bench_class mapping dev.metaagent.conventions.MappingBench
      return
      ;;
    privacy)
      bench_class privacy dev.metaagent.privacy.PrivacyBench "$@"
      return
      ;;
    *) stop_with "There is no measurement \"$what\"; there are: ingest visible query live idle govern dashboard mapping privacy (or all, without the last four)." ;;
  esac
  need_jdk
  case " $* " in
    *" --jar"* | *" jar="*) ;;
    *) build ;;
  esac
  build_bench
  local sdks=()
  if [ "$what" = govern ] && [[ " $* " != *" --sdks 0 "* ]]; then mapfile -t sdks < <(sdk_commands); fi
  "$JAVA_HOME/bin/java" ${sdks[@]+"${sdks[@]}"} -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xmx2g \
    "-Dmetaagent.jar=$APP/metaagent.jar" "-Dmetaagent.commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" \
    -cp "bench/target/classes:$(cat bench/target/class-path)" dev.metaagent.bench.Bench "$what" "$@"
}

# What the dashboard costs a browser: pages of the stand-in server in a headless Chromium
bench_dashboard() {
  use_node || stop_with "Measuring the dashboard needs Node $NODE_WANTED: $(node_advice)."
  build_dashboard
  (cd dashboard && dashboard_packages && node scripts/perf.mjs ../bench/results)
}
