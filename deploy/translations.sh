#!/usr/bin/env bash
# Compiles the translations that changed. (`manage.py compilemessages` would compile Django's own in .venv as well.)
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v msgfmt >/dev/null; then
    echo "    skipped: gettext is missing, so pages come in English only"
    exit
fi
for po in locale/*/LC_MESSAGES/*.po; do
    mo=${po%.po}.mo
    if [ "$po" -nt "$mo" ]; then
        echo "    $po"
        msgfmt --check-format --output-file="$mo" "$po"
    fi
done
