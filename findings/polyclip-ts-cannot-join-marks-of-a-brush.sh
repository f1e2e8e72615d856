#!/usr/bin/env bash
# polyclip-ts 0.16.8 (npm): the union of valid polygons of which edges almost coincide, as the overlapping marks of a brush
# along a stroke on a slide, throws "Unable to complete output ring" at its default precision, for some of 40 drawn strokes;
# after setPrecision(1e-6), whose unit is that of the coordinates, for none. A millionth of a pixel is far below what
# somebody draws. The portal sets it where outlines are joined.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund polyclip-ts@0.16.8
cat >see.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { setPrecision, union } from 'polyclip-ts';

console.log('polyclip-ts', JSON.parse(readFileSync('node_modules/polyclip-ts/package.json', 'utf8')).version);

/** A bar with round ends of eight corners each, around the way from one point to the next. */
function capsule([ax, ay], [bx, by], radius) {
  const along = Math.atan2(by - ay, bx - ax);
  const end = (x, y, from) =>
    Array.from({ length: 9 }, (_, i) => from + (i * Math.PI) / 8).map((angle) => [
      x + radius * Math.cos(angle),
      y + radius * Math.sin(angle),
    ]);
  const ring = [...end(bx, by, along - Math.PI / 2), ...end(ax, ay, along + Math.PI / 2)];
  return [[...ring, ring[0]]];
}

function strokes(count) {
  let seed = 7;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  return Array.from({ length: count }, () => {
    let [x, y, direction] = [3000, 3000, 0];
    const line = Array.from({ length: 60 }, () => {
      direction += (random() - 0.5) * 1.2;
      x += 60 * Math.cos(direction);
      y += 60 * Math.sin(direction);
      return [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
    });
    return line.slice(1).map((point, i) => capsule(line[i], point, 160));
  });
}

function failing(marks) {
  const messages = marks.flatMap(([first, ...others]) => {
    try {
      union(first, ...others);
      return [];
    } catch (error) {
      return [error.message.split('.')[0].slice(0, 31)];
    }
  });
  return { of: marks.length, failed: messages.length, messages: [...new Set(messages)] };
}

const marks = strokes(40);
const usual = failing(marks);
setPrecision(1e-6);
const set = failing(marks);
console.log('default precision', usual, 'setPrecision(1e-6)', set);
process.exit(usual.failed > 0 && set.failed === 0 ? 0 : 1);
JS
node see.mjs
