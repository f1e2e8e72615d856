#!/usr/bin/env bash
# confidenceinterval 1.0.5 (Python) gives metrics with their intervals under scikit-learn's names. For two classes its
# precision_score, recall_score and f1_score are micro averages over both classes unless average='binary' is given, and
# those are the accuracy: 8 true positives, 4 false negatives, 2 false positives and 5 true negatives have precision,
# recall and F1 of 0.684, all three with one interval, where the positive class has 0.800, 0.667 and 0.727. A table of
# metrics in which sensitivity, PPV and accuracy are the same number may be made so. The portal's metrics are of the
# named positive class, with numerator and denominator; averages over classes are shown apart.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check confidenceinterval==1.0.5 scikit-learn==1.9.1
cat >see.py <<'PY'
import warnings
from importlib.metadata import version

warnings.simplefilter('ignore')
import confidenceinterval
import sklearn.metrics

true = [1] * 12 + [0] * 7
called = [1] * 8 + [0] * 4 + [1] * 2 + [0] * 5
print('confidenceinterval', version('confidenceinterval'), 'scikit-learn', version('scikit-learn'))
same = []
for name in ('precision_score', 'recall_score', 'f1_score'):
    value, limits = getattr(confidenceinterval, name)(true, called)
    named = getattr(sklearn.metrics, name)(true, called)
    print(f'{name}: {value:.4f} ({limits[0]:.4f} to {limits[1]:.4f}); scikit-learn, positive class {named:.4f}')
    same.append((round(float(value), 4), *(round(float(limit), 4) for limit in limits)))
accuracy, limits = confidenceinterval.accuracy_score(true, called)
print(f'accuracy_score: {accuracy:.4f} ({limits[0]:.4f} to {limits[1]:.4f})')
raise SystemExit(0 if len(set(same)) == 1 and same[0][0] == round(float(accuracy), 4) == 0.6842 else 'the metrics are others')
PY
env/bin/python see.py
