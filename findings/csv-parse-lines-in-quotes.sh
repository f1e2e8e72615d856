#!/usr/bin/env bash
# csv-parse 7.0.3 counts a CRLF inside quotation marks as two lines: `info.lines`, and the line in its error messages,
# are too large by one for every such line end before them, so that a refusal points at the wrong row. With LF they are
# right, as they are for CRLF outside quotation marks. A cell of several lines is valid (RFC 4180) and usual in free text
# that a spreadsheet on Windows saved. apps/api/src/tables/read-records.ts subtracts the surplus.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund csv-parse@7.0.3
cat >see.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
const { version } = JSON.parse(readFileSync('node_modules/csv-parse/package.json', 'utf8'));
console.log(`csv-parse ${version}`);
// Four lines: the headings, a row whose second cell has a line end, a last row.
const lines = (eol) => parse(['a,b', '1,"x', 'y"', '2,z'].join(eol), { info: true }).map(({ info }) => info.lines);
const seen = { LF: lines('\n'), CRLF: lines('\r\n') };
console.log('lines at the end of each record:', JSON.stringify(seen), 'of', '[1,3,4]');
process.exit(JSON.stringify(seen) === '{"LF":[1,3,4],"CRLF":[1,4,5]}' ? 0 : 1);
JS
node see.mjs
