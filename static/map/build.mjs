// Natural Earth's countries → the land as one picture (world.svg) and the outline of each country (map.json).
// usage: node build.mjs <world.svg> <map.json>. Why it is drawn so: docs/decisions/0008-map.md
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoArea, geoCentroid, geoContains, geoEqualEarth, geoPath } from "d3-geo";
import { feature, merge } from "topojson-client";
import { filter, filterWeight, presimplify, simplify, sphericalRingArea, sphericalTriangleArea } from "topojson-simplify";

const WIDTH = 2000; // coordinates are whole numbers: half a pixel of a wide screen
const MARGIN = 50; // room for the islands of the Pacific and for markers
const DETAIL = 4e-6; // a corner that makes less of a triangle (steradians) is left out
const SMALLEST_ISLAND = 1e-5; // and an island smaller than this, unless it is its country's largest
const SMALLEST_SHAPE = 26; // a country less wide or less high than this needs a marker to be seen
const HALF_A_LINE = 16; // of a country's name
const GRID = 60;
const ANTARCTICA = "010";

const require = createRequire(import.meta.url);
const atlas = (file) => JSON.parse(readFileSync(require.resolve(`world-atlas/${file}`)));
const [, , worldFile, mapFile] = process.argv;

const fine = atlas("countries-50m.json");
const weighed = presimplify(fine, sphericalTriangleArea);
const whole = simplify(weighed, DETAIL);
const coarse = filter(whole, filterWeight(whole, SMALLEST_ISLAND, sphericalRingArea));

// Rotated so that the edge runs through the Bering Strait and the Pacific west of Samoa stays in one piece.
const projection = geoEqualEarth().rotate([-11, 0]).precision(0.5);
const land = merge(
  coarse,
  coarse.objects.countries.geometries.filter((country) => country.id !== ANTARCTICA),
);
projection.fitWidth(WIDTH - 2 * MARGIN, land);
const [x, y] = projection.translate();
projection.translate([x + MARGIN, y + 4]);
const height = Math.ceil(geoPath(projection).bounds(land)[1][1]) + 4;

// Relative whole numbers, which pack small. Points that fall on the one before are left out.
class Pen {
  text = "";
  beginPath() {}
  moveTo(x, y) {
    this.ring = [[Math.round(x), Math.round(y)]];
  }
  lineTo(x, y) {
    const [last] = this.ring.slice(-1);
    const next = [Math.round(x), Math.round(y)];
    if (next[0] !== last[0] || next[1] !== last[1]) this.ring.push(next);
  }
  closePath() {
    const [first, ...rest] = this.ring;
    if (rest.length > 1 && String(rest.at(-1)) === String(first)) rest.pop();
    if (rest.length < 2) return;
    const at = this.at ?? [0, 0];
    const step = (from, to) => `${to[0] - from[0]} ${to[1] - from[1]}`.replace(" -", "-");
    let last = first;
    this.text += `${this.at ? "m" : "M"}${step(at, first)}l`;
    this.text += rest
      .map((point) => {
        const text = step(last, point);
        last = point;
        return text;
      })
      .join(" ")
      .replaceAll(" -", "-");
    this.text += "z";
    this.at = first; // z goes back to where the ring began
  }
  toString() {
    return this.text;
  }
}

function drawn(shape) {
  const pen = new Pen();
  geoPath(projection, pen)(shape);
  return pen.toString();
}

writeFileSync(
  worldFile,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">` +
    // Half transparent, so that the same file is soft land on white and on black.
    `<path fill="#6f8894" fill-opacity=".24" d="${drawn(land)}"/></svg>\n`,
);

const polygons = (shape) =>
  shape.type === "Polygon" ? [shape.coordinates] : shape.type === "MultiPolygon" ? shape.coordinates : [];
const asPolygon = (coordinates) => ({ type: "Polygon", coordinates });

// Which outline belongs to which country by M49, where Natural Earth draws who holds it and the United Nations does not.
const PART_OF = { "N. Cyprus": "196", Somaliland: "706" };
const CRIMEA = { from: "643", to: "804", west: 32, east: 37, south: 44, north: 46.3 };

function shapesOf(topology) {
  const shapes = {};
  for (const country of feature(topology, topology.objects.countries).features) {
    const id = country.id ?? PART_OF[country.properties.name];
    if (!id || id === ANTARCTICA || !country.geometry) continue;
    for (const polygon of polygons(country.geometry)) {
      const [lon, lat] = geoCentroid(asPolygon(polygon));
      const inCrimea = lon > CRIMEA.west && lon < CRIMEA.east && lat > CRIMEA.south && lat < CRIMEA.north;
      const owner = id === CRIMEA.from && inCrimea ? CRIMEA.to : id;
      (shapes[owner] ??= []).push(polygon);
    }
  }
  return shapes;
}

// Where a marker or a name stands: the point of a shape that is farthest from its border, to the unit of a grid, and how
// far the shape reaches to the left and right at that height.
function heart(shape) {
  const ring = shape.coordinates[0].map((point) => projection(point));
  const [[x0, y0], [x1, y1]] = geoPath(projection).bounds(shape);
  const inside = [];
  for (let row = 0.5; row < GRID; row++)
    for (let column = 0.5; column < GRID; column++) {
      const [x, y] = [x0 + ((x1 - x0) * column) / GRID, y0 + ((y1 - y0) * row) / GRID];
      if (!geoContains(shape, projection.invert([x, y]))) continue;
      inside.push({ x, y, room: Math.min(...ring.map(([cx, cy]) => Math.hypot(cx - x, cy - y))) });
    }
  const best = inside.reduce((a, b) => (a.room >= b.room ? a : b));
  const beside = inside.filter(({ y }) => Math.abs(y - best.y) <= HALF_A_LINE).map(({ x }) => x);
  const half = (x1 - x0) / GRID / 2;
  return [best.x, best.y, Math.min(...beside) - half, Math.max(...beside) + half].map(Math.round);
}

const outlines = shapesOf(coarse);
const exact = { ...shapesOf(atlas("countries-10m.json")), ...shapesOf(fine) }; // 10m: Tuvalu, too small for 50m
const countries = {};
for (const id of Object.keys(exact).sort()) {
  const largest = exact[id].map(asPolygon).reduce((a, b) => (geoArea(a) > geoArea(b) ? a : b));
  const [x, y, left, right] = heart(largest);
  const box = geoPath(projection).bounds(largest).flat().map(Math.round);
  const shape = outlines[id] ? drawn({ type: "MultiPolygon", coordinates: outlines[id] }) : "";
  countries[id] = {
    shape,
    x,
    y,
    left,
    right,
    box,
    small: !shape || box[2] - box[0] < SMALLEST_SHAPE || box[3] - box[1] < SMALLEST_SHAPE,
  };
}
const rows = Object.entries(countries).map(([id, country]) => `  "${id}": ${JSON.stringify(country)}`);
writeFileSync(
  mapFile,
  `{\n "width": ${WIDTH},\n "height": ${height},\n "countries": {\n${rows.join(",\n")}\n }\n}\n`,
);
console.log(`${rows.length} countries, ${rows.filter((row) => row.includes('"small":true')).length} of them small`);
