"""What ReadStat (pyreadstat) reads in data sets that SAS itself wrote, for `read/read-sas7bdat.test.ts`.

The data sets are test files of pandas (BSD 3-Clause, Copyright (c) 2008-2011 AQR Capital Management, 2011- the pandas
developers), written by SAS 9.0 to 9.4 on Windows and Linux, 32 and 64 bits, either order of bytes, uncompressed and
compressed in both ways. The last wheel of pandas that holds them is 0.22.0.

python -m venv env && env/bin/pip install pyreadstat==1.3.7
env/bin/pip download --no-deps --only-binary=:all: --python-version 36 --platform manylinux1_x86_64 pandas==0.22.0
env/bin/python apps/api/src/tables/reference/read_sas7bdat.py pandas-0.22.0-*.whl
"""

import datetime
import json
import math
import pathlib
import sys
import tempfile
import zipfile

import pyreadstat

here = pathlib.Path(__file__).parent
CHOSEN = ['airline', 'datetime', 'test4', 'test5', 'test6', 'test7', 'test11', 'test12', 'test14', 'test15', 'test16', 'test_12659']
EPOCH = datetime.datetime(1960, 1, 1)


def written(value, shown):
    """As the portal writes a value: dates with the year first, missing ones as nothing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ''
    if isinstance(value, str):
        return value
    if shown.startswith('DATETIME'):
        moment = EPOCH + datetime.timedelta(seconds=round(value))
        return moment.strftime('%Y-%m-%d' if moment.time() == datetime.time() else '%Y-%m-%d %H:%M:%S')
    if shown.startswith(('DATE', 'MMDDYY', 'YYMMDD', 'MINGUO')):
        return (EPOCH + datetime.timedelta(days=value)).strftime('%Y-%m-%d')
    return float(value)


wheel = zipfile.ZipFile(sys.argv[1])
read = {}
with zipfile.ZipFile(here / 'files/sas7bdat.zip', 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for name in CHOSEN:
        content = wheel.read(f'pandas/tests/io/sas/data/{name}.sas7bdat')
        entry = zipfile.ZipInfo(f'{name}.sas7bdat', (2017, 12, 30, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)
        with tempfile.NamedTemporaryFile(suffix='.sas7bdat') as file:
            file.write(content)
            file.flush()
            # test16 states ISO-8859-1, and its bytes are UTF-8.
            stated = {'encoding': 'utf-8'} if name == 'test16' else {}
            frame, about = pyreadstat.read_sas7bdat(file.name, disable_datetime_conversion=True, **stated)
        shown = [about.original_variable_types[column] or '' for column in frame.columns]
        read[name] = {
            'names': list(frame.columns),
            'labels': [label or '' for label in about.column_labels],
            'rows': [[written(value, shown[i]) for i, value in enumerate(row)] for row in frame.itertuples(index=False)],
        }
(here / 'read-sas7bdat.json').write_text(json.dumps(read, ensure_ascii=False) + '\n', encoding='utf-8')
