#!/usr/bin/env bash
# fhir.resources 8.3.0 reads the JSON number 1.10 as Decimal('1.1') and writes 1.1; 2.50 becomes 2.5, 400.0 stays 400.0.
# FHIR R5 (datatypes, decimal) says that the precision of a decimal counts: 1.10 is not the same as 1.1. The library
# holds values as Decimal, so that one expects them to be kept. A laboratory value that passes through it has lost the
# places that the analyser stated (AFP 1.10 ng/mL), and a copy compared as text differs from its source.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check fhir.resources==8.3.0
cat >see.py <<'PY'
import json
from decimal import Decimal
from importlib.metadata import version

from fhir.resources.observation import Observation

print('fhir.resources', version('fhir.resources'))
seen = {}
for places in ('1.10', '2.50', '400.0', '1.25'):
    text = '{"resourceType":"Observation","status":"final","code":{"text":"AFP"},"valueQuantity":{"value":%s}}' % places
    afp = Observation.model_validate_json(text)
    written = json.loads(afp.model_dump_json(), parse_float=str)['valueQuantity']['value']
    assert isinstance(afp.valueQuantity.value, Decimal)
    seen[places] = written
    print(f'{places} is held as {afp.valueQuantity.value!r} and written as {written}')
raise SystemExit(0 if seen == {'1.10': '1.1', '2.50': '2.5', '400.0': '400.0', '1.25': '1.25'} else 'written otherwise')
PY
env/bin/python see.py
