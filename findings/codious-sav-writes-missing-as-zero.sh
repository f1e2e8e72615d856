#!/usr/bin/env bash
# @codious/sav-reader-writer 1.1.4 (npm), an SPSS writer: a numeric null becomes 0, a measurement (undefined becomes
# system-missing, as one would expect of both); a date column takes 2024-03-05 for the 20th of March 2005 without an
# error, since it reads days first whatever the text looks like; and its toJSON gives no record and no variable of the
# file that it has just written. pyreadstat 1.3.7 reads the file. The portal writes SPSS files itself, and compares them
# with what pyreadstat reads.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @codious/sav-reader-writer@1.1.4
cat >write.cjs <<'JS'
const { writeFileSync } = require('node:fs');
const { toBuffer, toJSON, VariableAlignment, VariableMeasure, VariableType } = require('@codious/sav-reader-writer');

const column = { alignment: VariableAlignment.Right, measure: VariableMeasure.Continuous };
const columns = [
  { name: 'afp', label: 'AFP', type: VariableType.Numeric, width: 8, decimal: 2, ...column },
  { name: 'day', label: 'Day', type: VariableType.Date, width: 10, decimal: 0, ...column },
];
const rows = [
  { afp: 12.5, day: '05-03-2024' },
  { afp: null, day: '2024-03-05' },
  { afp: undefined, day: null },
];
const file = toBuffer(rows, columns);
writeFileSync('written.sav', file);
console.log('its own reader:', JSON.stringify(toJSON(file)));
process.exit(JSON.stringify(toJSON(file)) === '{"records":[],"variables":[]}' ? 0 : 1);
JS
TZ=UTC node write.cjs
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1
cat >see.py <<'PY'
from importlib.metadata import version

import pyreadstat

print('pyreadstat', version('pyreadstat'))
table = pyreadstat.read_sav('written.sav')[0]
afp = [None if value != value else value for value in table.afp]
day = [None if value != value or value is None else str(value)[:10] for value in table.day]
print(afp, day)
raise SystemExit(0 if (afp, day) == ([12.5, 0.0, None], ['2024-03-05', '2005-03-20', None]) else 'not as described')
PY
env/bin/python see.py
