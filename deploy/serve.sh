#!/usr/bin/env bash
# The portal on this machine, from a bare clone to an address to open. Run again, it redoes only what changed.
set -euo pipefail
cd "$(dirname "$0")/.."
export LAPTOP=1 PYTHONUNBUFFERED=1 DJANGO_RUNSERVER_HIDE_WARNING=true
port="${PORT:-8000}"
manage=".venv/bin/python manage.py"

echo "1/5 environment"
bash deploy/environment.sh
echo "2/5 system parts"
bash deploy/parts.sh serve
echo "3/5 translations"
bash deploy/translations.sh
echo "4/5 database, seed and demo accounts"
$manage migrate --verbosity 0
$manage seed --demo
echo "5/5 server"

mkdir -p var/log
# PDFs are made in advance, behind the server's back; a page that comes first renders its own.
nice -n 19 $manage render_editions >var/log/render_editions.log 2>&1 </dev/null &
renderer=$!
$manage runserver "127.0.0.1:$port" &
server=$!
# Both in the background, so that a signal to this script alone (a supervisor's) ends them too.
trap 'kill $server $renderer 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
wait $server
