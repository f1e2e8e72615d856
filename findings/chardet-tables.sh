#!/usr/bin/env bash
# chardet 2.1.1 (ICU's detector) names the wrong encoding for clinical tables, which repeat a few short terms
# among much ASCII: 200 rows of 腹痛 (abdominal pain) are detected as ISO-8859-2 in GB18030 and as Shift_JIS in Big5, and
# 두통 (headache) in EUC-KR as KOI8-R; a longer term in the same file is recognised as GB18030. Each of these tables is
# valid and decodes in its own encoding without an error. apps/api/src/tables/choose-encoding.ts therefore looks for
# words, and asks where it finds none.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund chardet@2.1.1 iconv-lite@0.7.3
cat >see.mjs <<'JS'
import { readFileSync } from 'node:fs';
import chardet from 'chardet';
import iconv from 'iconv-lite';
console.log(`chardet ${JSON.parse(readFileSync('node_modules/chardet/package.json', 'utf8')).version}`);
const cases = [
  ['腹痛', 'gb18030', 'ISO-8859-2'],
  ['肝功能异常', 'gb18030', 'GB18030'],
  ['發燒', 'big5', 'Shift_JIS'],
  ['두통', 'euc-kr', 'KOI8-R'],
];
let isAsDescribed = true;
for (const [term, encoding, expected] of cases) {
  const rows = Array.from({ length: 200 }, (_, i) => `P${i},C1,${term},2\n`);
  const table = iconv.encode(`patient_code,centre,term,grade\n${rows.join('')}`, encoding);
  const said = chardet.detect(table);
  const isWhole = iconv.decode(table, encoding).includes(term);
  console.log(`${term} in ${encoding}: chardet says ${said}; read in ${encoding}: ${isWhole ? 'as it was written' : 'not'}`);
  isAsDescribed &&= said === expected && isWhole;
}
process.exit(isAsDescribed ? 0 : 1);
JS
node see.mjs
