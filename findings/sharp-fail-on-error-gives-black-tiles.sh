#!/bin/sh
# sharp with failOn 'error' gives black pixels, and no error, for a valid TIFF whose tiles its libtiff cannot decode.
#
# One would expect 'error' to fail where a tile cannot be decoded at all, and only 'none' to continue. libvips compares the
# outcome of each tile with 'warning': at 'error' and 'truncated' it continues with the black buffer. A TIFF in strips is
# refused at the same level, so the layout alone decides. Raising failOn to 'error' to be lenient with harmless warnings
# therefore scores and shows black tiles.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sharp@0.35.5 fzstd@0.1.1 >/dev/null
cat >look.mjs <<'END'
import { writeFileSync } from 'node:fs';
import { decompress } from 'fzstd';
import sharp from 'sharp';

const side = 16;
const pixels = Buffer.alloc(side * side * 3, 200);
// A zstd frame of one raw block. RFC 8878: magic; single segment with a content size of two bytes (less 256); block header.
const frame = Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x60, 0, 2, 0x01, 0x18, 0]), pixels]);
if (!Buffer.from(decompress(frame)).equals(pixels)) throw new Error('the frame is not valid zstd');

/** 16 x 16 RGB, compression 50000 (zstd), as one tile or one strip. */
function tiff(isTiled) {
  const tags = [[256, side], [257, side], [258, 8, 3], [259, 50000], [262, 2], ...(isTiled ? [] : [[273, 8]]), [277, 3]];
  tags.push(...(isTiled ? [[322, side], [323, side], [324, 8], [325, frame.length]] : [[278, side], [279, frame.length]]));
  const start = 8 + frame.length;
  const bits = start + 2 + tags.length * 12 + 4;
  const directory = Buffer.alloc(2 + tags.length * 12 + 4 + 6);
  directory.writeUInt16LE(tags.length, 0);
  tags.forEach(([tag, value, count = 1], i) => {
    directory.writeUInt16LE(tag, 2 + i * 12);
    directory.writeUInt16LE(count === 3 ? 3 : 4, 4 + i * 12);
    directory.writeUInt32LE(count, 6 + i * 12);
    directory.writeUInt32LE(count === 3 ? bits : value, 10 + i * 12);
  });
  for (let k = 0; k < 3; k++) directory.writeUInt16LE(8, 2 + tags.length * 12 + 4 + k * 2);
  const header = Buffer.from('49492a0000000000', 'hex');
  header.writeUInt32LE(start, 4);
  return Buffer.concat([header, frame, directory]);
}

const read = async (path, failOn) => {
  try {
    return [...(await sharp(path, { failOn }).raw().toBuffer()).subarray(0, 3)].join(' ');
  } catch (error) {
    return `refused: ${error.message.split('\n')[0]}`;
  }
};

console.log(`sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}; every pixel is 200 200 200`);
const seen = {};
for (const layout of ['tile', 'strip']) {
  for (const failOn of ['none', 'truncated', 'error', 'warning']) {
    // A path for each: libvips remembers what it read by path.
    writeFileSync(`${layout}-${failOn}.tif`, tiff(layout === 'tile'));
    seen[`${layout} ${failOn}`] = await read(`${layout}-${failOn}.tif`, failOn);
    console.log(`one ${layout}, failOn '${failOn}': ${seen[`${layout} ${failOn}`]}`);
  }
}
const stands =
  seen['tile error'] === '0 0 0' &&
  seen['tile truncated'] === '0 0 0' &&
  seen['tile warning'].includes('ZSTD compression support is not configured') &&
  seen['strip error'].startsWith('refused');
console.log(stands ? 'As described.' : 'This has changed.');
process.exit(stands ? 0 : 1);
END
node look.mjs
