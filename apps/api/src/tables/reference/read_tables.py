"""Reads the files that write-reference.fixture.ts wrote with readers that are not ours, and prints what they found as JSON.

pip install pyreadstat==1.3.7 pandas==3.1.1 openpyxl==3.1.5; python read_tables.py FOLDER
"""
import datetime
import json
import math
import sys
import warnings

import openpyxl
import pandas
import pyreadstat

warnings.simplefilter('ignore')
folder = sys.argv[1]


def plain(value):
    if value is None or value is pandas.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, (datetime.datetime, datetime.date)):
        return str(value)[:10]
    if isinstance(value, pandas.io.stata.StataMissingValue):
        return value.string
    if hasattr(value, 'item'):
        value = value.item()
    if isinstance(value, bytes):
        return value.decode('utf-8')
    return value


def rows_of(frame):
    columns = [frame[name].tolist() for name in frame.columns]
    return [[plain(value) for value in row] for row in zip(*columns)]


def labels_of(meta):
    return {
        name: {str(key): label for key, label in sorted(values.items(), key=lambda item: str(item[0]))}
        for name, values in meta.variable_value_labels.items()
    }


found = {}
for kind, read, options in [
    ('sav', pyreadstat.read_sav, {'user_missing': True}),
    # pyreadstat 1.3.7 returns uninitialised memory for `.` among whole numbers where user_missing is set.
    ('dta', pyreadstat.read_dta, {}),
]:
    frame, meta = read(f'{folder}/hard.{kind}', **options)
    found[kind] = {
        'names': list(frame.columns),
        'labels': meta.column_labels,
        'values': labels_of(meta),
        'title': meta.file_label,
        'rows': rows_of(frame),
    }
frame, _ = pyreadstat.read_sav(f'{folder}/hard.sav')
found['sav']['rows without user-missing'] = rows_of(frame)
frame, meta = pyreadstat.read_sav(f'{folder}/hard-zh.sav', user_missing=True)
found['sav']['labels in Chinese'] = meta.column_labels
frame = pandas.read_stata(f'{folder}/hard.dta', convert_missing=True, convert_categoricals=False, convert_dates=False)
found['dta']['rows with reasons'] = rows_of(frame)
# pandas 3.1.1 reads 0 of a transport file as 5.4e-79.
frame, meta = pyreadstat.read_xport(f'{folder}/hard.xpt')
found['xpt'] = {
    'names': list(frame.columns),
    'labels': meta.column_labels,
    'title': meta.table_name,
    'rows': rows_of(frame),
}
book = openpyxl.load_workbook(f'{folder}/hard.xlsx')
found['xlsx'] = {
    sheet.title: [[plain(cell.value) for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets
}
found['xlsx types'] = [[cell.data_type for cell in row] for row in book.worksheets[1].iter_rows()]
frame = pandas.read_csv(f'{folder}/hard.csv', dtype=str, keep_default_na=False, encoding='utf-8-sig')
found['csv'] = [list(frame.columns)] + frame.values.tolist()
print(json.dumps(found, ensure_ascii=False, indent=1))
