#!/usr/bin/env bash
# A Kaplan-Meier curve that is exactly 1/2 for a while has the middle of that while as its median in R's survival (3.5-3
# seen). lifelines 0.30.3 takes the first time at or below 1/2, and its curve comes from a sum of logarithms, so that
# rounding decides which end of the flat part that is: four deaths at 1, 2, 3 and 4 months have the median 2 (R: 2.5),
# six at 6, 7, 10, 15, 19 and 25 the median 15 (R: 12.5), although half of them are dead at 10. Curves of small arms are
# often exactly 1/2. The portal follows R.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check lifelines==0.30.3
cat >see.py <<'PY'
import lifelines

print('lifelines', lifelines.__version__)
seen = {}
for months in ([1, 2, 3, 4], [6, 7, 10, 15, 19, 25], [1, 2, 3]):
    curve = lifelines.KaplanMeierFitter().fit(months, [1] * len(months))
    seen[len(months)] = curve.median_survival_time_
    middle = sorted(months)[(len(months) - 1) // 2 : len(months) // 2 + 1]
    half = curve.survival_function_.iloc[:, 0].sub(0.5).abs().min()
    print(f'deaths at {months}: lifelines {curve.median_survival_time_:g}; middle {sum(middle) / len(middle):g}; curve misses 1/2 by {half:g}')
raise SystemExit(0 if seen == {4: 2.0, 6: 15.0, 3: 2.0} else 'the median is another')
PY
env/bin/python see.py
if command -v Rscript >/dev/null && Rscript -e 'library(survival)' >/dev/null 2>&1; then
  Rscript -e 'library(survival)
    for (t in list(1:4, c(6, 7, 10, 15, 19, 25)))
      cat("R survival", format(packageVersion("survival")), ":", summary(survfit(Surv(t, rep(1, length(t))) ~ 1))$table[["median"]], "\n")'
fi
