#!/usr/bin/env bash
# geotiff.js 3.0.5 reads tiled TIFF in browsers and is used for whole slides. readRasters of a JPEG-compressed RGB
# slide gives three samples a pixel that are Y, Cb and Cr where the file says so (libvips writes that below quality
# 90), while sharp, OpenSlide and tifffile give red, green and blue for the same file: tissue masks by saturation,
# stain vectors and models see another picture, and nothing fails. readRGB converts.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund geotiff@3.0.5 sharp@0.35.5
cat >see.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { fromFile } from 'geotiff';
import sharp from 'sharp';

const pink = { r: 220, g: 120, b: 180 };
await sharp({ create: { width: 512, height: 512, channels: 3, background: pink } })
  .tiff({ tile: true, tileWidth: 256, tileHeight: 256, compression: 'jpeg', quality: 80 })
  .toFile('slide.tif');
const bySharp = [...(await sharp('slide.tif').raw().toBuffer()).subarray(0, 3)];
const image = await (await fromFile('slide.tif')).getImage();
const window = [0, 0, 1, 1];
const raw = [...(await image.readRasters({ window, interleave: true }))].slice(0, 3);
const rgb = [...(await image.readRGB({ window, interleave: true }))].slice(0, 3);
console.log(`geotiff ${JSON.parse(readFileSync('node_modules/geotiff/package.json', 'utf8')).version}`);
console.log(`sharp ${bySharp}; readRasters ${raw}; readRGB ${rgb}`);
const { r, g, b } = pink;
const ycbcr = [0.299 * r + 0.587 * g + 0.114 * b, 128 + 0.564 * (b - (0.299 * r + 0.587 * g + 0.114 * b)), 128 + 0.713 * (r - (0.299 * r + 0.587 * g + 0.114 * b))];
const near = (one, other) => one.every((value, i) => Math.abs(value - other[i]) < 4);
process.exit(near(raw, ycbcr) && near(rgb, [r, g, b]) && near(bySharp, [r, g, b]) ? 0 : 1);
JS
node see.mjs
