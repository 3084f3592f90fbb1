#!/usr/bin/env bash
# Installs the package with what its tests need into a venv and runs them all, with coverage.
# TOOLS: the folder of the venv; default .venv beside this file. PYTHON: the interpreter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
tools="${TOOLS:-.venv}"
[ -x "$tools/bin/python" ] || "${PYTHON:-python3}" -m venv "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
report="$(mktemp)"
trap 'rm -f "$report"' EXIT
status=0
"$tools/bin/python" -m pytest --quiet --cov=metaagent --cov-report=term "$@" --junitxml="$report" || status=$?
"$tools/bin/python" - "$report" <<'SUMMARY'
import sys
import xml.etree.ElementTree as tree

(suite,) = tree.parse(sys.argv[1]).getroot().iter("testsuite")
failed = int(suite.get("failures")) + int(suite.get("errors"))
skipped = int(suite.get("skipped"))
print(f"{int(suite.get('tests')) - failed - skipped} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
SUMMARY
exit "$status"
