#!/usr/bin/env bash
# odmlib 0.2.1 (Python), a reader and writer of CDISC ODM: values in ODM 1.3.2's typed elements (ItemDataFloat,
# ItemDataDate and their like, which the standard allows in the place of ItemData) are not read: their item group comes
# out empty, without an error, while the same values as ItemData come out. Whoever reads a file of another program with it
# loses every value that was written in that form. The portal writes ItemData, and a reader of ours has to take both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check odmlib==0.2.1
cat >see.py <<'PY'
from importlib.metadata import version

import odmlib.loader
import odmlib.odm_loader

print('odmlib', version('odmlib'))
WHOLE = '''<?xml version="1.0" encoding="UTF-8"?>
<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" ODMVersion="1.3.2" FileType="Snapshot" FileOID="F"
  CreationDateTime="2024-03-05T10:00:00">
  <ClinicalData StudyOID="S" MetaDataVersionOID="M"><SubjectData SubjectKey="0012"><StudyEventData StudyEventOID="BASE">
    <FormData FormOID="LAB"><ItemGroupData ItemGroupOID="LAB" ItemGroupRepeatKey="1">{items}</ItemGroupData></FormData>
  </StudyEventData></SubjectData></ClinicalData>
</ODM>'''
UNTYPED = '<ItemData ItemOID="AFP" Value="400.5"/><ItemData ItemOID="DAY" Value="2024-03-05"/>'
TYPED = '<ItemDataFloat ItemOID="AFP">400.5</ItemDataFloat><ItemDataDate ItemOID="DAY">2024-03-05</ItemDataDate>'


def read(items):
    with open('data.xml', 'w', encoding='utf-8') as file:
        file.write(WHOLE.format(items=items))
    loader = odmlib.loader.ODMLoader(odmlib.odm_loader.XMLODMLoader())
    loader.open_odm_document('data.xml')
    subject = loader.load_odm().ClinicalData[0].SubjectData[0]
    group = subject.StudyEventData[0].FormData[0].ItemGroupData[0]
    return [(item.ItemOID, item.Value) for item in group.ItemData]


untyped, typed = read(UNTYPED), read(TYPED)
print('as ItemData:', untyped)
print('as ItemDataFloat and ItemDataDate:', typed)
raise SystemExit(0 if (untyped, typed) == ([('AFP', '400.5'), ('DAY', '2024-03-05')], []) else 'not as described')
PY
env/bin/python see.py
