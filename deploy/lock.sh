#!/bin/sh
# Rewrite the hash locks from pyproject.toml with uv, installed by name in a throwaway environment.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
"$1" -m venv "$home"
"$home/bin/pip" install -q --disable-pip-version-check uv
options="--generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate"
# shellcheck disable=SC2086
"$home/bin/uv" pip compile -q $options pyproject.toml -o requirements/run.lock
# shellcheck disable=SC2086
"$home/bin/uv" pip compile -q $options --extra dev pyproject.toml -o requirements/dev.lock
