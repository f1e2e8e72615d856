#!/usr/bin/env bash
# PyCap 2.7.0 (PyPI), the usual client of REDCap in Python: records as a data frame (format_type='df') have their ids read
# as numbers, so that 0012 and 1E2, two different and valid ids of REDCap, become 12.0 and 100.0; importing the frame again
# sends these, and REDCap makes two new records of them. As JSON the ids are what they are. With
# df_kwargs={'dtype': str, 'index_col': None} they stay. Readers of REDCap's exports in the portal take ids as texts.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check pycap==2.7.0 pandas==3.1.1
cat >see.py <<'PY'
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from urllib.parse import parse_qs

from redcap import Project

print('PyCap', version('pycap'), 'pandas', version('pandas'))
FIELDS = [
    {'field_name': name, 'form_name': 'enrolment', 'field_type': 'text', 'field_label': name,
     'text_validation_type_or_show_slider_number': ''}
    for name in ['record_id', 'age']
]  # fmt: skip
RECORDS = [{'record_id': '0012', 'age': '57'}, {'record_id': '1E2', 'age': '61'}]
sent = []


class Redcap(BaseHTTPRequestHandler):
    """What the API of REDCap answers to these requests."""

    def do_POST(self):
        asked = {key: value[0] for key, value in parse_qs(self.rfile.read(int(self.headers['content-length'])).decode()).items()}
        content, csv = asked.get('content'), asked.get('format') == 'csv'
        if content == 'record' and 'data' in asked:
            sent.append(asked['data'])
            body = json.dumps({'count': 2})
        elif content == 'record':
            body = 'record_id,age\n' + ''.join(f"{one['record_id']},{one['age']}\n" for one in RECORDS) if csv else json.dumps(RECORDS)
        elif content == 'metadata':
            body = json.dumps(FIELDS)
        elif content == 'version':
            body = '14.7.3'
        else:
            # A project without events says so.
            body = json.dumps({'error': 'You cannot export events for classic projects'})
        self.send_response(400 if 'error' in body else 200)
        self.send_header('content-type', 'text/csv' if csv else 'application/json')
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


server = HTTPServer(('127.0.0.1', 0), Redcap)
threading.Thread(target=server.serve_forever, daemon=True).start()
project = Project(f'http://127.0.0.1:{server.server_port}/api/', 'A' * 32)
plain = [record['record_id'] for record in project.export_records(format_type='json')]
frame = project.export_records(format_type='df')
project.import_records(frame, import_format='df')
back = [line.split(',')[0] for line in sent[0].split()[1:]]
texts = list(project.export_records(format_type='df', df_kwargs={'dtype': str, 'index_col': None})['record_id'])
print('as JSON:', plain)
print('as a data frame, sent back:', back)
print('as a data frame of texts:', texts)
raise SystemExit(0 if (plain, back, texts) == (['0012', '1E2'], ['12.0', '100.0'], ['0012', '1E2']) else 'not as described')
PY
env/bin/python see.py
