#!/usr/bin/env bash
# The numbers below a Kaplan-Meier figure by lifelines 0.30.3 (add_at_risk_counts) are of those left after the events of a
# tick: with times 6, 12, 12, 12, 18, 24 it writes 5, 2, 1 and 0 at risk at 6, 12, 18 and 24 months. At risk just before
# a time, which the estimate at that time divides by and which R's survival prints (n.risk: 6, 5, 2, 1), is what
# journals ask for. lifelines' own event_table has those numbers. Times in whole months, as many case report forms hold
# them, fall on the ticks. The portal counts time >= tick.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check lifelines==0.30.3
cat >see.py <<'PY'
import warnings

warnings.simplefilter('ignore')
import matplotlib

matplotlib.use('Agg')
import lifelines
import matplotlib.pyplot as plt
from lifelines.plotting import add_at_risk_counts

months, died = [6, 12, 12, 12, 18, 24], [1, 1, 0, 1, 0, 1]
ticks = [6, 12, 18, 24]
figure, axes = plt.subplots()
curve = lifelines.KaplanMeierFitter().fit(months, died, label='HAIC')
curve.plot_survival_function(ax=axes)
axes.set_xlim(0, 24)
add_at_risk_counts(curve, ax=axes, xticks=ticks)
figure.canvas.draw()
below = [label.get_text() for label in figure.axes[1].get_xticklabels()]
written = [int(text.replace('At risk', '').replace('HAIC', '').split()[0]) for text in below]
print('lifelines', lifelines.__version__)
print('written below the figure', dict(zip(ticks, written)))
print('time >= tick            ', {tick: sum(month >= tick for month in months) for tick in ticks})
print('its event_table         ', {tick: int(curve.event_table.at_risk[tick]) for tick in ticks})
raise SystemExit(0 if written == [5, 2, 1, 0] else 'the numbers are others')
PY
env/bin/python see.py
