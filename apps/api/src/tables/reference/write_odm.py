"""Writes the snapshot of `files/odm` with odmlib: what the reader is tested with must not come from our own writer.

python -m venv env && env/bin/pip install odmlib==0.2.1
env/bin/python apps/api/src/tables/reference/write_odm.py

The other files of the folder are written by hand, as the standard (CDISC ODM 1.3.2) and REDCap describe them: what odmlib
has no words for.
"""

import pathlib

import odmlib.odm_1_3_2.model as odm

folder = pathlib.Path(__file__).parent / 'files/odm'


def words(en, zh=None):
    texts = [odm.TranslatedText(_content=en, lang='en')]
    return texts + ([odm.TranslatedText(_content=zh, lang='zh')] if zh else [])


def item(oid, name, kind, en, zh=None, units=(), codes=None):
    made = odm.ItemDef(OID=oid, Name=name, DataType=kind, **({'Length': 40} if kind == 'text' else {}))
    made.Question = odm.Question(TranslatedText=words(en, zh))
    made.MeasurementUnitRef = [odm.MeasurementUnitRef(MeasurementUnitOID=unit) for unit in units]
    if codes:
        made.CodeListRef = odm.CodeListRef(CodeListOID=codes)
    return made


def group(oid, name, repeating, items):
    made = odm.ItemGroupDef(OID=oid, Name=name, Repeating=repeating)
    made.ItemRef = [odm.ItemRef(ItemOID=one, Mandatory='No') for one in items]
    return made


def form(oid, name, repeating, groups):
    made = odm.FormDef(OID=oid, Name=name, Repeating=repeating)
    made.ItemGroupRef = [odm.ItemGroupRef(ItemGroupOID=one, Mandatory='No') for one in groups]
    return made


def event(oid, name, repeating, forms):
    made = odm.StudyEventDef(OID=oid, Name=name, Repeating=repeating, Type='Scheduled')
    made.FormRef = [odm.FormRef(FormOID=one, Mandatory='No') for one in forms]
    return made


def code_list(oid, name, codes):
    made = odm.CodeList(OID=oid, Name=name, DataType='text')
    for code, en, zh in codes:
        decode = odm.Decode(TranslatedText=words(en, zh))
        made.CodeListItem.append(odm.CodeListItem(CodedValue=code, Decode=decode))
    return made


study = odm.Study(OID='HCC')
study.GlobalVariables = odm.GlobalVariables(
    StudyName=odm.StudyName(_content='HCC'),
    StudyDescription=odm.StudyDescription(_content='Made by odmlib'),
    ProtocolName=odm.ProtocolName(_content='HCC'),
)
study.BasicDefinitions = odm.BasicDefinitions()
for unit in ['ng/mL', 'kIU/L', 'mm']:
    symbol = odm.Symbol(TranslatedText=words(unit))
    study.BasicDefinitions.MeasurementUnit.append(odm.MeasurementUnit(OID=f'MU.{unit}', Name=unit, Symbol=symbol))

version = odm.MetaDataVersion(OID='MDV.1', Name='First')
version.Protocol = odm.Protocol()
version.Protocol.StudyEventRef = [odm.StudyEventRef(StudyEventOID=one, Mandatory='Yes') for one in ['BASE', 'FUP']]
version.StudyEventDef = [
    event('BASE', 'Baseline', 'No', ['DM', 'LB', 'AE']),
    event('FUP', 'Follow-up', 'Yes', ['IMG']),
]
version.FormDef = [
    form('DM', 'Demographics', 'No', ['DM.1']),
    form('LB', 'Laboratory', 'No', ['LB.1']),
    form('AE', 'Adverse events', 'No', ['AE.1']),
    form('IMG', 'Images', 'No', ['IMG.1']),
]
version.ItemGroupDef = [
    group('DM.1', 'Demographics', 'No', ['DM.SEX', 'DM.AGE', 'DM.NOTE']),
    group('LB.1', 'Laboratory', 'No', ['LB.AFP', 'LB.NOTE']),
    group('AE.1', 'Event', 'Yes', ['AE.TERM', 'AE.DAY']),
    group('IMG.1', 'Image', 'No', ['IMG.DAY', 'IMG.SIZE']),
]
version.ItemDef = [
    item('DM.SEX', 'SEX', 'text', 'Sex', '性别', codes='CL.SEX'),
    item('DM.AGE', 'AGE', 'integer', 'Age', '年龄'),
    item('DM.NOTE', 'NOTE', 'text', 'Remark'),
    item('LB.AFP', 'AFP', 'float', 'Alpha-fetoprotein', units=['MU.ng/mL', 'MU.kIU/L']),
    item('LB.NOTE', 'NOTE', 'text', 'Remark of the laboratory'),
    item('AE.TERM', 'TERM', 'text', 'Event'),
    item('AE.DAY', 'DAY', 'partialDate', 'Since'),
    item('IMG.DAY', 'DAY', 'date', 'Date of the image'),
    item('IMG.SIZE', 'SIZE', 'float', 'Largest diameter', units=['MU.mm']),
]
version.CodeList = [code_list('CL.SEX', 'Sex', [('M', 'Male', '男'), ('F', 'Female', '女')])]
study.MetaDataVersion = [version]


def value(oid, text, unit=None):
    made = odm.ItemData(ItemOID=oid, **({'IsNull': 'Yes'} if text is None else {'Value': text}))
    if unit:
        made.MeasurementUnitRef = odm.MeasurementUnitRef(MeasurementUnitOID=unit)
    return made


def values(oid, items, key=None):
    made = odm.ItemGroupData(ItemGroupOID=oid, **({'ItemGroupRepeatKey': key} if key else {}))
    made.ItemData = items
    return made


def form_data(oid, groups):
    made = odm.FormData(FormOID=oid)
    made.ItemGroupData = groups
    return made


def event_data(oid, forms, key=None):
    made = odm.StudyEventData(StudyEventOID=oid, **({'StudyEventRepeatKey': key} if key else {}))
    made.FormData = forms
    return made


def subject(key, site, events):
    made = odm.SubjectData(SubjectKey=key)
    made.SiteRef = odm.SiteRef(LocationOID=site)
    made.StudyEventData = events
    return made


def image(day, size):
    return form_data('IMG', [values('IMG.1', [value('IMG.DAY', day), value('IMG.SIZE', size, 'MU.mm')])])


data = odm.ClinicalData(StudyOID='HCC', MetaDataVersionOID='MDV.1')
data.SubjectData = [
    subject(
        '0012',
        'L.1',
        [
            event_data(
                'BASE',
                [
                    form_data('DM', [values('DM.1', [value('DM.SEX', 'M'), value('DM.AGE', '57'), value('DM.NOTE', 'a < b & "c"\n腹痛')])]),
                    form_data('LB', [values('LB.1', [value('LB.AFP', '1200.5', 'MU.ng/mL'), value('LB.NOTE', 'frozen')])]),
                    form_data(
                        'AE',
                        [
                            values('AE.1', [value('AE.TERM', 'Fever'), value('AE.DAY', '2024-03')], '1'),
                            values('AE.1', [value('AE.TERM', 'Pain'), value('AE.DAY', None)], '2'),
                        ],
                    ),
                ],
            ),
            event_data('FUP', [image('2024-06-01', '45')], '1'),
            event_data('FUP', [image('2024-09-02', '38.5')], '2'),
        ],
    ),
    subject(
        '1E2',
        'L.2',
        [
            event_data(
                'BASE',
                [
                    form_data('DM', [values('DM.1', [value('DM.SEX', 'F'), value('DM.AGE', None)])]),
                    form_data('LB', [values('LB.1', [value('LB.AFP', '9.5', 'MU.kIU/L')])]),
                ],
            )
        ],
    ),
]

admin = odm.AdminData(StudyOID='HCC')
for oid, name in [('L.1', 'NFH'), ('L.2', 'SYSU')]:
    ref = odm.MetaDataVersionRef(StudyOID='HCC', MetaDataVersionOID='MDV.1', EffectiveDate='2024-01-01')
    admin.Location.append(odm.Location(OID=oid, Name=name, LocationType='Site', MetaDataVersionRef=[ref]))

whole = odm.ODM(
    FileOID='HCC.1', FileType='Snapshot', ODMVersion='1.3.2', CreationDateTime='2024-10-01T10:00:00', Granularity='All'
)
whole.Study = [study]
whole.AdminData = [admin]
whole.ClinicalData = [data]
whole.write_xml(str(folder / 'snapshot.xml'))
