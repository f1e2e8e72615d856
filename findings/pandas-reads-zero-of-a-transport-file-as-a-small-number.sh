#!/usr/bin/env bash
# pandas 3.1.1: read_sas gives a zero of a SAS transport file (XPT, the format of regulatory submissions) as
# 5.397605346934028e-79. Nothing that is printed shows it, but no row equals 0, and every censored patient counts as an
# event where the column of events is taken as true or false. pyreadstat 1.3.7, which wrote the file, and SAS's own
# description of the format (TS-140: a double of eight zero bytes is zero) have 0. docs/export.md says so to whoever reads
# exports with pandas.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1
cat >see.py <<'PY'
from importlib.metadata import version

import pandas as pd
import pyreadstat

print('pandas', version('pandas'), 'pyreadstat', version('pyreadstat'))
table = pd.DataFrame({'DAYS': [30.0, 360.0, 720.0], 'EVENT': [0.0, 1.0, 0.0]})
pyreadstat.write_xport(table, 'adtte.xpt', file_format_version=5, table_name='ADTTE')
with open('adtte.xpt', 'rb') as file:
    print('the first row ends in', file.read()[-80:][8:16])
by_pandas = pd.read_sas('adtte.xpt', format='xport').EVENT
by_pyreadstat = pyreadstat.read_xport('adtte.xpt')[0].EVENT
events = {name: int(column.astype(bool).sum()) for name, column in (('pandas', by_pandas), ('pyreadstat', by_pyreadstat))}
print('pandas:', by_pandas.tolist(), 'pyreadstat:', by_pyreadstat.tolist(), 'events:', events)
is_as_described = (by_pandas.tolist(), by_pyreadstat.tolist(), events) == (
    [5.397605346934028e-79, 1.0, 5.397605346934028e-79], [0.0, 1.0, 0.0], {'pandas': 3, 'pyreadstat': 1})
raise SystemExit(0 if is_as_described else 'not as described')
PY
env/bin/python see.py
