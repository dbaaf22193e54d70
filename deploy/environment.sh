#!/usr/bin/env bash
# Brings .venv in step with the pinned packages; does nothing when it already is.
#
#     deploy/environment.sh [dev]        dev: the tools for tests and checks as well
set -euo pipefail
cd "$(dirname "$0")/.."

requirements=requirements.txt
# Once the tools are in, `make serve` leaves them: taking them out and in again would be slow.
if [ "${1:-}" = dev ] || [ -e .venv/requirements-dev.txt ]; then
    requirements=requirements-dev.txt
fi

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

# .venv keeps a copy of what was installed into it.
if cmp -s $requirements .venv/$requirements && .venv/bin/python -c "$new_enough" 2>/dev/null; then
    echo "    ready"
    exit
fi

if ! .venv/bin/python -c "$new_enough" 2>/dev/null; then
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 none}; do
        "$python" -c "$new_enough" 2>/dev/null && break
    done
    if [ "$python" = none ]; then
        echo "Python 3.11 or newer is needed; PYTHON=/path/to/python names it." >&2
        exit 1
    fi
    echo "    new .venv with $("$python" --version)"
    rm -rf .venv
    if ! "$python" -m venv .venv; then
        rm -rf .venv
        echo "Python came without its venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
fi

echo "    packages of $requirements"
rm -f .venv/requirements*.txt
.venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r deploy/uv.txt
.venv/bin/python -m uv pip sync --quiet --python .venv/bin/python --require-hashes --compile-bytecode $requirements
cp $requirements .venv/$requirements
