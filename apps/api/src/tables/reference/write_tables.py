"""Writes the small files that the readers are tested with, by libraries that are not ours.

pip install pyreadstat==1.3.7 pandas==3.1.1 openpyxl==3.1.5; python write_tables.py FOLDER
"""
import datetime
import sys
import zipfile

import openpyxl
import pandas
import pyreadstat
from openpyxl.styles import PatternFill

folder = sys.argv[1]
day, moment = datetime.date, datetime.datetime

long_text = 'x' * 300 + '肝'
frame = pandas.DataFrame(
    {
        'code': ['P-1', 'P-2', 'P-3', 'P-4', 'P-5'],
        'age': [57.0, 58.5, None, 99.0, -1e-9],
        'sex': [1.0, 2.0, 1.0, None, 3.0],
        'seen_on': [day(2024, 3, 5), day(1959, 12, 31), None, day(2096, 2, 29), day(1582, 10, 15)],
        'taken_at': [moment(2024, 3, 5, 10, 30), moment(2024, 3, 5), None, moment(1999, 12, 31, 23, 59, 59), None],
        'note': ['腹痛', long_text, '', 'a "b", c', ' x'],
    }
)
labels = {'code': 'Patient', 'age': '年龄', 'sex': 'Sex', 'note': 'Note'}
values = {'sex': {1: 'Male', 2: '女'}, 'age': {99: 'Unknown'}}

# SPSS: not compressed, by bytes, and by blocks; 98 and 99 and everything from 900 are missing.
missing = {'age': [{'lo': 98, 'hi': 99}], 'sex': [3]}
for name, options in {
    'plain.sav': {},
    'bytes.sav': {'row_compress': True},
    'blocks.zsav': {'compress': True},
}.items():
    pyreadstat.write_sav(
        frame,
        f'{folder}/{name}',
        file_label='Made by pyreadstat',
        column_labels=labels,
        variable_value_labels=values,
        missing_ranges=missing,
        **options,
    )

# Stata: the versions that pyreadstat and pandas write, with .a and .b in one of them.
for_stata = frame.drop(columns=['seen_on']).assign(taken_at=pandas.to_datetime(frame['taken_at']))
for version, release in [(8, 113), (10, 114), (12, 115), (13, 117), (14, 118), (15, 119)]:
    texts = for_stata.assign(note=['ab', 'y' * 200, '', 'a "b", c', ' x']) if version < 13 else for_stata
    pyreadstat.write_dta(
        texts,
        f'{folder}/pyreadstat-{release}.dta',
        version=version,
        file_label='Made by pyreadstat',
        column_labels={'code': 'Patient'} if version < 14 else labels,
        variable_value_labels={'sex': {1: 'Male', 2: 'Female'}},
    )
marked = pandas.DataFrame({'code': ['P-1', 'P-2', 'P-3'], 'afp': pandas.Series([400, 'a', 'b'], dtype=object)})
pyreadstat.write_dta(
    marked,
    f'{folder}/marks.dta',
    version=15,
    missing_user_values={'afp': ['a', 'b']},
    variable_value_labels={'afp': {'a': 'Not done'}},
)
for version in [114, 117, 118, 119]:
    small = pandas.DataFrame(
        {
            'byte': pandas.Series([1, -3, None], dtype='Int8'),
            'int': pandas.Series([1000, -32000, 5], dtype='int16'),
            'long': pandas.Series([70000, -2_000_000, 7], dtype='int32'),
            'float': pandas.Series([0.1, -2.5e10, None], dtype='float32'),
            'double': [0.1, 1_234_567_890.1234567, None],
            'seen': pandas.to_datetime(['2024-03-05', '1959-12-31', None]),
            'month': pandas.to_datetime(['2024-03-01', '1959-12-01', None]),
            'text': ['a', 'bcd', ''],
            'long_text': ['z' * 3000, 'y', ''],
        }
    )
    if version == 114:
        small = small.drop(columns=['long_text'])
    small.to_stata(
        f'{folder}/pandas-{version}.dta',
        version=version,
        write_index=False,
        convert_dates={'seen': 'td', 'month': 'tm'},
        **({} if version == 114 else {'convert_strl': ['long_text']}),
        byteorder='big' if version == 117 else 'little',
    )

# SAS: rows of 3 bytes, so that several fit into what fills the last record up.
pyreadstat.write_xport(
    frame.assign(note=['腹痛', 'x' * 200, '', 'a "b", c', ' x']),
    f'{folder}/version5.xpt',
    file_label='Made by pyreadstat',
    table_name='CASES',
    column_labels=labels,
    file_format_version=5,
)
pyreadstat.write_xport(
    frame.assign(a_name_of_more_than_eight=[1, 2, 3, 4, 5]),
    f'{folder}/version8.xpt',
    table_name='CASES',
    column_labels={**labels, 'age': 'A label that is longer than the forty characters of version 5'},
    file_format_version=8,
)
pyreadstat.write_xport(
    pandas.DataFrame({'code': ['abc', 'de', 'f']}), f'{folder}/short.xpt', table_name='SHORT', file_format_version=5
)

# Excel, as openpyxl writes it.
book = openpyxl.Workbook()
sheet = book.active
sheet.title = '患者'
sheet.append(['编号', '年龄', '性别', '入组日期', '时长', '已婚', '说明'])
sheet.append(['P-1', 57, '男', day(2024, 3, 5), datetime.timedelta(hours=36), True, '腹痛'])
sheet.append(['P-2', 58.5, '女', day(1900, 2, 28), datetime.time(10, 30), False, 'a "b", c'])
sheet.append(['P-3', None, None, moment(2024, 3, 5, 10, 30), None, None, ' x '])
sheet['H8'].fill = PatternFill('solid', fgColor='00FFFF00')
events = book.create_sheet('events')
events.append([])
events.append(['code', 'grade', 'term'])
events.append(['P-1', 2, 'Fatigue'])
events.append([None, None, None])
events.append(['P-2', 3, 'Pain_x000D_'])
book.create_sheet('empty')
book.save(f'{folder}/openpyxl.xlsx')

hard = openpyxl.Workbook()
sheet = hard.active
sheet.append(['code', 'age', 'bmi'])
sheet.append(['P-1', 57, '=B2/2'])
sheet.append(['P-2', '#DIV/0!', 20])
sheet['B3'].data_type = 'e'
hard.save(f'{folder}/formulas.xlsx')

merged = openpyxl.Workbook()
sheet = merged.active
sheet.title = 'visits'
sheet.append(['code', 'visit'])
sheet.append(['P-1', 1])
sheet.append([None, 2])
sheet.merge_cells('A2:A3')
merged.save(f'{folder}/merged.xlsx')

old = openpyxl.Workbook()
old.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
old.active.append(['code', 'seen'])
old.active.append(['P-1', day(2024, 3, 5)])
old.save(f'{folder}/from1904.xlsx')

with zipfile.ZipFile(f'{folder}/archive.zip', 'w', zipfile.ZIP_DEFLATED) as archive:
    archive.writestr('study/demographics.csv', 'patient_code,centre,age_years,sex\nP-1,A,57,male\n')
    archive.writestr('study/README.md', 'nothing of a table')
    archive.write(f'{folder}/bytes.sav', 'study/cases.sav')

# A cohort as other programs keep one: numbers for codes, months for times, and no word of the portal.
cohort = pandas.DataFrame(
    {
        'Number': [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        'Age': [57.0, 58.0, 65.0, 52.0, 71.0, 44.0],
        'Gender': [1.0, 2.0, 1.0, 1.0, 2.0, 1.0],
        'HBsAg': [1.0, 0.0, 1.0, 1.0, 0.0, 1.0],
        'Cirrhosis': [1.0, 0.0, 1.0, 1.0, 1.0, 0.0],
        'Tumorsize': [12.5, 8.0, 10.2, 15.0, 9.1, 11.0],
        'OS': [83.0, 81.0, 12.0, 5.0, 44.0, 23.0],
        'Death': [0.0, 0.0, 1.0, 1.0, 0.0, 1.0],
        'CXCL17T': [113.9, 54.07, None, 8.5, 20.1, 33.0],
    }
)
cohort_labels = {'Gender': 'Sex of the patient', 'Tumorsize': 'Tumour size (cm)', 'OS': 'Overall survival (months)'}
cohort_values = {'Gender': {1: 'Male', 2: 'Female'}}
pyreadstat.write_sav(
    cohort, f'{folder}/cohort.sav', column_labels=cohort_labels, variable_value_labels=cohort_values, row_compress=True
)
pyreadstat.write_dta(
    cohort, f'{folder}/cohort.dta', column_labels=cohort_labels, variable_value_labels=cohort_values, version=14
)
chinese = openpyxl.Workbook()
sheet = chinese.active
sheet.title = '随访'
sheet.append(['编号', '年龄', '性别', '乙肝', '肝硬化', '肿瘤最大径(cm)', '末次随访日期', '是否死亡', '备注'])
sheet.append(['H01', 57, '男', '是', '是', 12.5, '01/02/2020', '否', '电话随访'])
sheet.append(['H02', 58, '女', '否', '否', 8, '03/04/2021', '是', None])
sheet.append(['H03', 65, '男', '是', '是', 10.2, '05/06/2022', '否', None])
chinese.save(f'{folder}/cohort.xlsx')
