# Runs the tests, part by part, and counts them.

RESULTS=''
FAILED_PARTS=''
FLAKY=''

# On a build machine, which is shared and slow, a test that failed is run once more. One that passes then is no failure, but it is
# listed at the end as flaky, to be mended. At a desk nothing is run twice.
if [ -n "${CI:-}" ]; then RERUN=(-Dsurefire.rerunFailingTestsCount=1 -Dfailsafe.rerunFailingTestsCount=1); else RERUN=(); fi

# Adds a part's counts: record <part> <passed> <failed> <skipped> <seconds>
record() {
  RESULTS="$RESULTS$1 $2 $3 $4 $5
"
  [ "$3" = 0 ] || FAILED_PARTS="$FAILED_PARTS $1"
}

# Sums the JUnit reports of a folder that are newer than a mark: prints "passed failed skipped".
junit_counts() {
  local folder="$1" mark="$2"
  find "$folder" -name '*.xml' -newer "$mark" -exec cat {} + 2>/dev/null | tr '\n' ' ' | sed 's/<testsuite /\n<testsuite /g' | awk '
    function number(name,  at) { return match($0, " " name "=\"[0-9]+") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : 0 }
    /^<testsuite / { tests += number("tests"); bad += number("failures") + number("errors"); skipped += number("skipped") }
    END { print tests - bad - skipped + 0, bad + 0, skipped + 0 }'
}

# The tests that failed and passed when they were run again, of Maven's reports or of Playwright's output, a line each.
flaky_tests() {
  case "$1" in
    server_reports)
      find "$ROOT" -name '*.xml' -newer "$MARK" -exec cat {} + 2>/dev/null | tr '\n' ' ' | sed 's/<testcase /\n<testcase /g' |
        grep -E '<flaky(Failure|Error)' | sed -n 's/^<testcase name="\([^"]*\)" classname="\([^"]*\)".*/\2.\1/p' || true
      ;;
    *) sed 's/\x1b\[[0-9;]*m//g' "$2" | sed -n '/^ *[0-9]* flaky$/,/^ *[0-9]* \(skipped\|passed\|failed\)/s/^ *\(.* › .*\)$/\1/p' ;;
  esac
}

# Adds lines to the list of what was flaky.
note_flaky() {
  [ -z "$1" ] || FLAKY="$FLAKY$(printf '%s\n' "$1" | sed 's/^/    /')
"
}

# Counts of a runner that says "12 passed" and "1 failed" (vitest, Playwright): prints "passed failed skipped".
spoken_counts() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | grep -E '^ *(Tests |[0-9]+ (passed|failed|skipped))' | awk '
    { for (i = 2; i <= NF; i++) if ($i ~ /^(passed|failed|skipped)/) { word = substr($i, 1, 6); count[word] += $(i - 1) } }
    END { print count["passed"] + 0, count["failed"] + 0, count["skippe"] + 0 }'
}

# Runs one part whose output goes to the screen and to a file; its counts come from a function of that file.
# usage: part <name> <counts function and arguments, as one word each, ending in --> <command...>
part() {
  local name="$1" began=$SECONDS log="$LOGS/test-$1.log" code=0 counts=() mine
  shift
  while [ "$1" != -- ]; do counts+=("$1"); shift; done
  shift
  mkdir -p "$LOGS"
  MARK="$LOGS/test-$name.mark"
  : >"$MARK"
  sleep 0.05
  step "Testing: $name"
  if [ -n "${CI:-}" ]; then
    "$@" >"$log" 2>&1 </dev/null || code=$?
    if [ "$code" -ne 0 ] && [ -n "${AGAIN:-}" ]; then
      show_failure "$log"
      mv "$log" "${log%.log}-first.log"
      note_flaky "the whole part $name"
      code=0
      "$@" >"$log" 2>&1 </dev/null || code=$?
    fi
  else "$@" 2>&1 </dev/null | tee "$log" | filter_output || code=${PIPESTATUS[0]}; fi
  mine="$("${counts[@]}")"
  # shellcheck disable=SC2086
  set -- $mine
  if [ "$code" -ne 0 ] && [ "$2" = 0 ]; then set -- "$1" 1 "$3"; fi
  if [ "$2" != 0 ] && [ -n "${CI:-}" ]; then show_failure "$log"; fi
  record "$name" "$1" "$2" "$3" $((SECONDS - began))
  note_flaky "$(flaky_tests "${counts[0]}" "$log")"
  say "  $1 passed, $2 failed${3:+, $3 skipped}, $((SECONDS - began)) s"
}

# Filters the output of Maven and npm.
filter_output() { grep --line-buffered -vE '^\[INFO\] *$|^\[INFO\] -+|Download|^$|^> ' || true; }

show_failure() {
  say "  the end of ${1#"$ROOT"/}:"
  # the whole is read before it is cut: a reader that stops early would end the run
  grep -E 'ERROR|FAIL|Error|✘|×|expected|Expecting' "$1" | grep -v -e '-> \[Help' -e 'Failures: 0, Errors: 0' |
    awk 'NR <= 60' | cut -c 1-300 | sed 's/^/    /' || true
  tail -n 15 "$1" | cut -c 1-300 | sed 's/^/    /'
}

server_reports() { junit_counts "$ROOT" "$MARK"; }

# Everything of Maven: unit and integration tests, format, checkers, minimum coverage.
test_java() {
  need_jdk
  forget_quick_classes
  part java server_reports -- maven verify -DskipITs ${RERUN[@]+"${RERUN[@]}"}
}

# One module of the server, quickly: no checkers, no format, no coverage.
test_module() {
  need_jdk
  mark_quick
  part "$1" server_reports -- quick_maven -pl server -am "-Dtest=dev.metaagent.$1.**" -Dsurefire.failIfNoSpecifiedTests=false test
}

# Offline when everything is here, which saves seconds.
quick_maven() {
  local options=(-q -Pquick -Dspotless.check.skip=true -Djacoco.skip=true -Denforcer.skip=true)
  if [ -d "${HOME:-/}/.m2/repository/com/google/errorprone" ]; then maven -o "${options[@]}" "$@"; else maven "${options[@]}" "$@"; fi
}

# Whether the tests in memory notice when the statistics or the assembly go wrong: PIT changes the code, many times,
# and at least sixty of a hundred changes must make a test fail. The report: server/target/pit-reports/index.html
test_mutation() {
  need_jdk
  mark_quick
  part mutation mutants_noticed -- maven -Pquick,mutation -pl server -am -Dspotless.check.skip=true -Djacoco.skip=true -Denforcer.skip=true \
    test-compile pitest:mutationCoverage
  say "  $(grep -h '^>> Generated .* mutations' "$LOGS/test-mutation.log" | sed 's/^>> //')"
}

# Counts of PIT: a mutant that a test noticed has passed; whether those that lived are too many, Maven's code says.
mutants_noticed() {
  awk '/^>> Generated [0-9]+ mutations/ { noticed = $6 } END { print noticed + 0, 0, 0 }' "$LOGS/test-mutation.log"
}

# Real processes killed, filled and starved.
test_durability() {
  need_jdk
  build
  [ -f "$(aot_cache)" ] || make_aot_cache "$(aot_cache)" || true
  part durability server_reports -- maven -q -pl bench -Dspotless.check.skip=true -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false ${RERUN[@]+"${RERUN[@]}"} \
    "-Dmetaagent.jar=$APP/metaagent.jar" verify
}

# The example fleet against a server of its own: history, the change that breaks an agent, a second start.
test_demo() {
  need_jdk
  build
  part demo server_reports -- maven -q -pl examples/fleet -am -Dmaven.javadoc.skip=true -Dmaven.source.skip=true -Dspotless.check.skip=true \
    -Djacoco.skip=true -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=FleetIT -Dfailsafe.failIfNoSpecifiedTests=false ${RERUN[@]+"${RERUN[@]}"} \
    "-Dmetaagent.jar=$APP/metaagent.jar" verify
}

# The messages of the branch's new commits.
test_commits() {
  . scripts/commits.sh
  part commits spoken_counts "$LOGS/test-commits.log" -- check_commits
}

with_dashboard() {
  [ -f dashboard/package.json ] || return 1
  use_node || stop_with "The dashboard's tests need Node $NODE_WANTED: $(node_advice)."
  (cd dashboard && dashboard_packages)
}

in_dashboard() { (cd dashboard && NO_COLOR=1 FORCE_COLOR=0 NEXT_TELEMETRY_DISABLED=1 npm run "$@"); }

test_dashboard() {
  with_dashboard || return 0
  part dashboard spoken_counts "$LOGS/test-dashboard.log" -- in_dashboard test
}

test_browser() {
  with_dashboard || return 0
  CHROMIUM="$(find_chromium)" || stop_with "The browser tests need Chromium: sudo apt-get install -y chromium (or set CHROMIUM to its path)."
  export CHROMIUM PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  build_dashboard
  part browser spoken_counts "$LOGS/test-browser.log" -- in_dashboard test:browser
}

# The pages over a real server instead of the fake one.
test_pages() {
  . scripts/pages.sh
  with_dashboard || return 0
  CHROMIUM="$(find_chromium)" || stop_with "The browser tests need Chromium: sudo apt-get install -y chromium (or set CHROMIUM to its path)."
  export CHROMIUM PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
  build
  AGAIN=1 part pages spoken_counts "$LOGS/test-pages.log" -- open_pages
}

# Every operation of the OpenAPI file, fuzzed against a real server: no answer may be a 500.
test_api() {
  . scripts/api.sh
  build
  AGAIN=1 part api junit_counts "$LOGS/api" "$LOGS/test-api.mark" -- fuzz_api
}

# The examples, through the real libraries and a real server.
test_examples() {
  . scripts/examples.sh
  build
  AGAIN=1 part examples spoken_counts "$LOGS/test-examples.log" -- run_examples
}

# The SDK for Python: style, types, behaviour, and the packages as they would be published.
test_sdk_python() {
  if ! has_pip; then
    say "Not tested: sdk-python, which needs python3 with pip and venv"
    return 0
  fi
  AGAIN=1 part sdk-python spoken_counts "$LOGS/test-sdk-python.log" -- env "TOOLS=$TOOLS/sdk-python" sdks/python/test.sh
}

# The SDK for TypeScript, likewise.
test_sdk_typescript() {
  use_node || stop_with "The SDK for TypeScript needs Node $NODE_WANTED: $(node_advice)."
  AGAIN=1 part sdk-typescript spoken_counts "$LOGS/test-sdk-typescript.log" -- env NO_COLOR=1 FORCE_COLOR=0 sdks/typescript/test.sh
}

# Both against a real server, which is killed while they work. Not a part of all tests: it takes four minutes.
test_sdks() {
  . scripts/sdks.sh
  build
  AGAIN=1 part sdks spoken_counts "$LOGS/test-sdks.log" -- run_sdks
}

# The first command on a machine without a JDK.
test_without_jdk() {
  . scripts/without-jdk.sh
  if ! command -v unshare >/dev/null 2>&1 || ! unshare --mount --map-root-user true 2>/dev/null; then
    say "Not tested: without-jdk, which needs mount namespaces"
    return 0
  fi
  build_dashboard
  AGAIN=1 part without-jdk spoken_counts "$LOGS/test-without-jdk.log" -- run_without_jdk
}

test_contracts() {
  . scripts/contracts.sh
  need_jdk
  contracts
}

summary() {
  local passed=0 failed=0 skipped=0 name p f s seconds
  say ""
  while read -r name p f s seconds; do
    [ -n "$name" ] || continue
    printf '  %-22s %6s passed %4s failed %4s skipped %5s s\n' "$name" "$p" "$f" "$s" "$seconds"
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  done <<<"$RESULTS"
  [ -z "$FLAKY" ] || printf '  flaky, failed at first and passed when run again:\n%s' "$FLAKY"
  [ "$skipped" = 0 ] || say "  ($skipped skipped: their data, a database or a right is missing on this machine; the log says which)"
  say "$passed passed, $failed failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}

run_tests() {
  local what="${1:-all}"
  case "$what" in
    all)
      test_commits
      build_dashboard
      test_java
      test_durability
      test_demo
      test_contracts
      test_api
      test_examples
      test_dashboard
      test_browser
      test_pages
      test_sdk_python
      test_sdk_typescript
      test_without_jdk
      ;;
    commits | java | mutation | dashboard | browser | api | durability | demo | contracts | examples | sdks | pages) "test_$what" ;;
    without-jdk | sdk-python | sdk-typescript) "test_${what//-/_}" ;;
    *)
      if [ -d "server/src/test/java/dev/metaagent/$what" ] || [ -d "server/src/main/java/dev/metaagent/$what" ]; then
        test_module "$what"
      else
        stop_with "There is no module \"$what\"; the modules: $(ls server/src/main/java/dev/metaagent | grep -v '\.java$' | tr '\n' ' ')"
      fi
      ;;
  esac
  summary
}
