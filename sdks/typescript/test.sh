#!/bin/sh
# Installs, builds, checks the style and the types, and runs all tests.
set -eu
cd "$(dirname "$0")"
npm ci
npm test
