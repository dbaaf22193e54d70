#!/usr/bin/env bash
# Every public page in every language, looked through by vnu (the W3C's checker) and by html-validate. Needs Node once
# and Java; what npm installs stays in var/, so that nothing of it is served or committed.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=deploy/html
tools=${HTML_TOOLS:-var/html}
mkdir -p "$tools"

# var/html keeps a copy of what was asked for when it was installed.
if ! cmp -s $here/package.json "$tools/installed.json"; then
    cp $here/package.json "$tools"
    if npm install --prefix "$tools" --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel error; then
        cp $here/package.json "$tools/installed.json"
    fi
fi
if ! [ -e "$tools/installed.json" ] || ! java -version 2>/dev/null; then
    echo "HTML WAS NOT CHECKED: that needs Node, npm, Java and, once, the network."
    [ "${CI:-}" != true ]
    exit
fi

pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
.venv/bin/python $here/pages.py "$pages"
vnu=$tools/node_modules/vnu-jar/build/dist/vnu.jar
{
    java -jar "$vnu" --stdout --Werror "$pages" && failed=0 || failed=1
    "$tools/node_modules/.bin/html-validate" --config $here/rules.cjs --formatter=text "$pages" || failed=1
    exit $failed
} | sed -E "s#(file:)?$pages/##"
echo "    $(find "$pages" -name '*.html' | wc -l) pages are valid"
