#!/bin/sh
# The world → static/img/world.svg and reports/map.json. Needs Node; what it installs stays in var/, as for static/scss.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tools=${MAP_TOOLS:-$here/../../var/map}
mkdir -p "$tools"
cp "$here/package.json" "$here/build.mjs" "$tools"
[ -d "$tools/node_modules/world-atlas" ] || npm install --prefix "$tools" --no-package-lock --no-audit --no-fund --ignore-scripts
node "$tools/build.mjs" "$here/../img/world.svg" "$here/../../reports/map.json"
wc -c "$here/../img/world.svg" "$here/../../reports/map.json"
