#!/usr/bin/env bash
# xport-js 0.3.1 (npm), a reader of SAS transport files: a version 5 file ends in blanks up to a multiple of 80 bytes, and
# where these are as long as a row or more they are read as rows: three patients with two numbers each become five, and
# four become five, the added ones with 3.7e-40 twice; five stay five, since nothing is padded. Version 5 does not say how many rows there are; SAS and pyreadstat 1.3.7 take a row of nothing
# but blanks at the end for padding. The portal does not read transport files with it.
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
for patients in (3, 4, 5):
    table = pd.DataFrame({'AFP': [12.5, 400.0, 20000.0, 7.0, 8.0][:patients], 'SIZEMM': [101.0, 88.0, 130.5, 95.0, 70.0][:patients]})
    pyreadstat.write_xport(table, f'{patients}.xpt', file_format_version=5, table_name='LAB')
    print(patients, 'patients; pyreadstat reads', len(pyreadstat.read_xport(f'{patients}.xpt')[0]))
PY
env/bin/python write.py
npm init -y >/dev/null
npm install --silent --no-audit --no-fund xport-js@0.3.1
cat >see.cjs <<'JS'
const { default: Library } = require('xport-js');

async function read(name) {
  const rows = [];
  for await (const row of new Library(name).read({ rowFormat: 'array', skipHeader: true })) rows.push(row);
  return rows;
}

(async () => {
  const counted = [];
  for (const patients of [3, 4, 5]) {
    const rows = await read(`${patients}.xpt`);
    console.log(patients, 'patients; xport-js reads', rows.length, JSON.stringify(rows.at(-1)));
    counted.push(rows.length);
  }
  process.exit(JSON.stringify(counted) === '[5,5,5]' ? 0 : 1);
})();
JS
node see.cjs
