#!/usr/bin/env bash
# @stdlib/stats-base-dists-normal-quantile 0.3.1: the quantile is computed from 2p - 1, which keeps few digits of a small p
# and none below 1e-16. It is -7.94144 at 1e-15 (-7.94135 in R and scipy), -8.2095 at 1e-16 (-8.2221) and minus infinity at
# 1e-17 (-8.4938), where the same library's erfcinv has every digit. A p value that was corrected by way of its z became
# NaN so (packages/stats/src/survival/best-cut.ts); the portal's quantile is made of erfcinv.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @stdlib/stats-base-dists-normal-quantile@0.3.1 @stdlib/math-base-special-erfcinv@0.2.4
cat >see.mjs <<'JS'
import erfcinv from '@stdlib/math-base-special-erfcinv';
import quantile from '@stdlib/stats-base-dists-normal-quantile';
// R 4.2.2: qnorm(c(1e-10, 1e-15, 1e-16, 1e-17))
const inR = [[1e-10, -6.361340902404056], [1e-15, -7.941345326170997], [1e-16, -8.222082216130435], [1e-17, -8.493793224109597]];
let isAsDescribed = true;
for (const [p, z] of inR) {
  const found = quantile(p, 0, 1);
  const byTail = -Math.SQRT2 * erfcinv(2 * p);
  console.log(`p ${p}: quantile ${found}, by erfcinv ${byTail}, in R ${z}`);
  isAsDescribed &&= Math.abs(byTail - z) < 1e-12 && (p > 1e-14 ? Math.abs(found - z) < 1e-6 : !(Math.abs(found - z) < 5e-5));
}
if (!isAsDescribed) throw new Error('not as described');
JS
node see.mjs
