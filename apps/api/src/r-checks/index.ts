export { findR, wordsOfR } from './find-r.ts';
export { installWebr, webrVersion } from './install-webr.ts';
export { type Difference } from './read-agreed.ts';
export { type Checked, outcomes, type RCheck, RChecks } from './r-checks.ts';
