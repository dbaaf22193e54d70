#!/usr/bin/env bash
# The whole suite, from a bare clone: on SQLite, then on PostgreSQL. Arguments go to pytest.
#
#     deploy/test.sh -k seed
set -euo pipefail
cd "$(dirname "$0")/.."
pytest=".venv/bin/python -m pytest --numprocesses logical"

echo "1/4 environment"
bash deploy/environment.sh dev
echo "2/4 system parts and translations"
bash deploy/parts.sh test
bash deploy/translations.sh
echo "3/4 the suite on SQLite"
unset DATABASE_URL
$pytest --cov --cov-report= "$@"
echo "4/4 the suite on PostgreSQL"
# The whole suite reaches nearly every branch; a part of it need not.
enough=$([ $# -gt 0 ] || echo --cov-fail-under=95)
.venv/bin/python deploy/with_postgres.py $pytest --cov --cov-append --cov-report=term:skip-covered $enough "$@"
