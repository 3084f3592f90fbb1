#!/usr/bin/env bash
# Installs the package with what its tests need into a venv and runs them all, with coverage.
# TOOLS: the folder of the venv; default .venv beside this file. PYTHON: the interpreter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
tools="${TOOLS:-.venv}"
[ -x "$tools/bin/python" ] || "${PYTHON:-python3}" -m venv "$tools"
"$tools/bin/python" -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
exec "$tools/bin/python" -m pytest --quiet --cov=metaagent --cov-report=term "$@"
