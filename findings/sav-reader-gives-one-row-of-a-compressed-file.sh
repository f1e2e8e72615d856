#!/usr/bin/env bash
# sav-reader 2.0.8 (npm): of an SPSS file with byte compression, which is what SPSS and R's haven write unless told
# otherwise, readAllRows gives the first patient alone, without an error, although the header it has read says four. Of
# the same table without compression it gives all four, and the system-missing value as the number -1.797e308, which a
# mean or a cut-point takes for a measurement. pyreadstat 1.3.7, which wrote both files, reads four rows and a missing
# value from each. The portal reads neither with this library.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1
cat >write.py <<'PY'
from importlib.metadata import version

import pandas as pd
import pyreadstat

print('pyreadstat', version('pyreadstat'))
table = pd.DataFrame({'afp': [12.5, None, 400.0, 20000.0], 'size_mm': [101.0, 88.0, 130.5, 95.0]})
for name, compressed in (('compressed.sav', True), ('plain.sav', False)):
    pyreadstat.write_sav(table, name, row_compress=compressed)
    again = pyreadstat.read_sav(name)[0]
    print(name, 'pyreadstat:', len(again), 'rows,', int(again.afp.isna().sum()), 'missing')
PY
env/bin/python write.py
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sav-reader@2.0.8
cat >see.cjs <<'JS'
const { readFileSync } = require('node:fs');
const { SavBufferReader } = require('sav-reader');

async function read(name) {
  const reader = new SavBufferReader(readFileSync(name));
  await reader.open();
  const rows = await reader.readAllRows();
  console.log(name, 'sav-reader: header', reader.meta.header.n_cases, 'rows', JSON.stringify(rows));
  return { said: reader.meta.header.n_cases, rows };
}

(async () => {
  const [compressed, plain] = [await read('compressed.sav'), await read('plain.sav')];
  const isAsDescribed =
    compressed.said === 4 &&
    compressed.rows.length === 1 &&
    plain.rows.length === 4 &&
    plain.rows[1].afp === -Number.MAX_VALUE;
  process.exit(isAsDescribed ? 0 : 1);
})();
JS
node see.cjs
