#!/usr/bin/env bash
# dcurves 1.1.7 (Python): a patient without a prediction stays in the denominator and counts as one who was not called
# positive. With one of ten scores missing, n is still 10 and the net benefit at 0.2 falls from 0.275 to 0.175; of the
# nine patients with a score it is 0.194. Nothing is said. In the portal a patient without a score is in no evaluation,
# and how many they are is shown.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check dcurves==1.1.7
cat >see.py <<'PY'
import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd
from dcurves import dca

print('dcurves', version('dcurves'))
whole = pd.DataFrame({'sd_pd': [1, 0, 1, 0, 1, 0, 0, 0, 1, 0], 'score': [0.9, 0.5, 0.5, 0.5, 0.7, 0.3, 0.2, 0.2, 0.3, 0.1]})
lacking = whole.copy()
lacking.loc[0, 'score'] = np.nan


def at_a_fifth(table):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter('always')
        row = dca(data=table, outcome='sd_pd', modelnames=['score'], thresholds=np.array([0.2])).query("model == 'score'").iloc[0]
    about_missing = [str(w.message) for w in said if 'miss' in str(w.message).lower() or 'nan' in str(w.message).lower()]
    return int(row.n), round(float(row.net_benefit), 3), about_missing


for name, table in (('all ten scores', whole), ('one score missing', lacking), ('the nine with a score', lacking.dropna())):
    print(name, at_a_fifth(table))
# By hand: (4 - 5 x 0.25) / 10, (3 - 5 x 0.25) / 10 and (3 - 5 x 0.25) / 9.
is_as_described = (at_a_fifth(whole), at_a_fifth(lacking), at_a_fifth(lacking.dropna())) == (
    (10, 0.275, []), (10, 0.175, []), (9, 0.194, []))
raise SystemExit(0 if is_as_described else 'not as described')
PY
env/bin/python see.py
