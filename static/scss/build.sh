#!/bin/sh
# static/scss → static/css. Needs Node; what it installs stays in var/, so that nothing of it is served or committed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tools=${SCSS_TOOLS:-$here/../../var/scss}
mkdir -p "$tools"
cp "$here/package.json" "$tools"
[ -x "$tools/node_modules/.bin/sass" ] || npm install --prefix "$tools" --no-package-lock --no-audit --no-fund --ignore-scripts
# The one path of each drawing, as a Sass map.
{
  echo '$paths: ('
  for drawing in "$here"/../img/looks/*.svg; do
    printf '"%s": "%s",\n' "$(basename "$drawing" .svg)" "$(sed -n 's/.* d="\([^"]*\)".*/\1/p' "$drawing")"
  done
  echo ');'
} >"$tools/_drawings.scss"
# Bootstrap 5 still speaks in @import: its own deprecations are its own business.
"$tools/node_modules/.bin/sass" --style=compressed --no-source-map --no-charset --load-path="$tools/node_modules" --load-path="$tools" \
  --quiet-deps --silence-deprecation=import \
  "$here/pathfinder.scss:$here/../css/pathfinder.css" "$here/pdf.scss:$here/../css/pdf.css" \
  "$here/styleguide.scss:$here/../css/styleguide.css"
wc -c "$here/../css/pathfinder.css" "$here/../css/pdf.css"
