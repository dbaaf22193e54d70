#!/usr/bin/env bash
# Pins what pyproject.toml asks for, with hashes and without any address, for Python 3.11 and newer on each system.
#
#     deploy/requirements.sh [--upgrade]
set -euo pipefail
cd "$(dirname "$0")/.."

pin() {
    # UV_FIND_LINKS and PIP_FIND_LINKS: wheels that lie on one machine only must not be pinned.
    env -u UV_FIND_LINKS -u PIP_FIND_LINKS .venv/bin/python -m uv pip compile --quiet --no-header \
        --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links "$@"
}

pin pyproject.toml "${@}" --output-file requirements.txt
pin pyproject.toml "${@}" --group dev --constraint requirements.txt --output-file requirements-dev.txt
echo "uv==$(.venv/bin/python -m uv --version | cut -d' ' -f2)" | pin - --output-file deploy/uv.txt
