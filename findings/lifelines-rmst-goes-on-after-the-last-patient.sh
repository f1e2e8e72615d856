#!/usr/bin/env bash
# lifelines 0.30.3: restricted_mean_survival_time beyond the last patient continues the curve at its last height and says
# nothing. Of five patients, the last of them censored at month 10 with a survival of 0.30, it reports 6.6 months up to
# month 10, 9.6 up to month 20 and 33.6 up to month 100. The portal warns of a horizon after
# the last follow-up of a group (docs/analysis.md, *At months*).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check lifelines==0.30.3
cat >see.py <<'PY'
import warnings

import lifelines
from lifelines import KaplanMeierFitter
from lifelines.utils import restricted_mean_survival_time

print('lifelines', lifelines.__version__)
months, died = [2, 4, 6, 8, 10], [1, 1, 0, 1, 0]
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter('always')
    curve = KaplanMeierFitter().fit(months, died)
    at = {tau: float(restricted_mean_survival_time(curve, t=tau)) for tau in (10, 20, 100)}
about_follow_up = [str(w.message) for w in said if 'follow' in str(w.message).lower() or 'extrapol' in str(w.message).lower()]
print('survival at the last patient:', float(curve.predict(10)))
for tau, mean in at.items():
    print(f'restricted mean to month {tau}: {mean:.1f}')
print('warnings of follow-up:', about_follow_up)
# By hand: 1 x 2 + 0.8 x 2 + 0.6 x 4 + 0.3 x 2 = 6.6, and 0.3 for every month after it.
is_as_described = all(abs(at[tau] - (6.6 + 0.3 * (tau - 10))) < 1e-9 for tau in at) and not about_follow_up
raise SystemExit(0 if is_as_described else 'not as described')
PY
env/bin/python see.py
