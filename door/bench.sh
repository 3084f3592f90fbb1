# Measurements of a real server by a load generator of its own: ./metaagent bench [what] [name=value ...]

build_bench() {
  older_than bench/target/class-path pom.xml bench/pom.xml bench/src/main || return 0
  step "Building the load generator"
  quietly "$LOGS/bench.log" "The build of the load generator" maven -q -pl bench -Pquick -DskipTests -Dspotless.check.skip=true package
}

# Accuracy and speed of the mapping alone, over recorded telemetry; no server is started.
bench_mapping() {
  . door/test.sh
  need_jdk
  mkdir -p server/target && touch server/target/quick
  step "Measuring the mapping"
  quietly "$LOGS/bench.log" "The build of the mapping" quick_maven -pl server test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/test-class-path -Dmdep.includeScope=test
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g -cp "server/target/test-classes:server/target/classes:$(cat server/target/test-class-path)" \
    dev.metaagent.observe.mapping.MappingBench bench/results
}

bench() {
  local what="${1:-all}"
  [ $# -gt 0 ] && shift
  case "$what" in
    mapping) bench_mapping; return ;;
    all | ingest | visible | query | idle) ;;
    *) stop_with "There is no measurement \"$what\"; there are: ingest visible query idle mapping (or all)." ;;
  esac
  need_jdk
  build
  build_bench
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xmx2g \
    "-Dmetaagent.jar=$APP/metaagent.jar" -cp "bench/target/classes:$(cat bench/target/class-path)" dev.metaagent.bench.Bench "$what" "$@"
}
