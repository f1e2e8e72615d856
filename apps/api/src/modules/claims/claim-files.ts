import { type Claim, type ClaimedEndpoint, variableIn } from '@haim/schema';
import { type NamedCall, runCall, type Table, toRTogether } from '@haim/stats';
import {
  csvOfTable,
  followUpNeeded,
  responseCalls,
  safetyFiles,
  survivalFiles,
  type TableFiles,
  tableFiles,
  tableOneCalls,
  timedPatients,
  withResponses,
} from '../analyses/index.ts';
import { columnsBy, tableOf } from './baseline-claims.ts';
import { anyEvent, type ClaimMoment } from './claim-moment.ts';
import { casesOf, scoredBy, thresholdOf } from './model-claims.ts';

/** Until when the restricted mean of a script is taken: one that every curve of the disease reaches. */
const UNTIL_DAYS = 360;

/** The patients' values behind a claim, and a script that makes the number of them in R; null where a count is all there is. */
export async function claimFiles(moment: ClaimMoment, { rule }: Claim): Promise<TableFiles | null> {
  const { code } = moment.study;
  const title = `${code}, ${moment.columns.origin}`;
  switch (rule.kind) {
    case 'bestResponse':
    case 'responseRate':
    case 'responseTest': {
      const numbers = moment.responses();
      return tableFiles(moment.columns.cohort(null), {
        ...{ name: `${code}-response`, groupBy: 'arm', variables: ['bestResponse'], derive: withResponses },
        title: `Response in ${title}`,
        callsOf: (group) => (numbers.n === 0 ? [] : responseCalls(numbers, group)),
      });
    }
    case 'baseline':
    case 'baselineTest':
      return ofTable(moment, rule.by, rule.variable, title);
    case 'medianTime':
    case 'events':
    case 'hazardRatio':
    case 'logRankTest':
      return ofCurves(moment, rule.endpoint, title);
    case 'followUp':
      return ofCurves(moment, 'OS', title);
    case 'adverseEvents': {
      const { counts, rows } = moment.events();
      const records = moment.columns.cohort(null).eventRows(anyEvent);
      const numbers = { groups: counts.groups, compared: null, rows };
      return safetyFiles(records, numbers, `${code}-safety`, `Adverse events of ${title}`);
    }
    case 'auc':
    case 'metric':
      return ofScores(moment, rule, title);
    case 'patients':
    case 'share':
    case 'setSize':
    case 'setOverlap':
      return null;
  }
}

async function ofTable(
  moment: ClaimMoment,
  by: string | null,
  name: string,
  title: string,
): Promise<TableFiles | null> {
  const columns = await columnsBy(moment, by);
  const variable = variableIn(name, { own: columns.own });
  if (!columns || !variable) return null;
  const numbers = await tableOf(moment, columns, by, variable, 'mean');
  return tableFiles(columns.cohort(null), {
    ...{ name: `${moment.study.code}-${name}`, groupBy: by, variables: [name], title: `${name} in ${title}` },
    callsOf: (group) => tableOneCalls(numbers, group),
  });
}

function ofCurves(moment: ClaimMoment, endpoint: ClaimedEndpoint, title: string): TableFiles {
  const { columns, study } = moment;
  const groups = moment.survival(endpoint, 'arm', 'log').curves.map(({ label }) => label);
  return survivalFiles(timedPatients(columns.cohort(null), endpoint, ['arm'], followUpNeeded(study)), {
    ...{ name: `${study.code}-${endpoint}-curves-data`, title: `${endpoint} of ${title}` },
    ...{ confType: 'log', untilDays: UNTIL_DAYS, groups },
  });
}

async function ofScores(
  moment: ClaimMoment,
  rule: Extract<Claim['rule'], { readonly kind: 'auc' | 'metric' }>,
  title: string,
): Promise<TableFiles | null> {
  const found = await scoredBy(moment, rule.model);
  if ('missing' in found) return null;
  const threshold = thresholdOf(rule, found);
  const { cases, auc, confusion } = casesOf(moment, found, rule.set, threshold);
  const table: Table = {
    score: cases.map(({ score }) => String(score)),
    positive: cases.map(({ positive }) => (positive ? '1' : '0')),
  };
  const counts = confusion && {
    ...{ tp: confusion.truePositive, fp: confusion.falsePositive },
    ...{ fn: confusion.falseNegative, tn: confusion.trueNegative },
  };
  const calls = [
    ...(auc === null ? [] : [{ name: 'AUC', call: { fn: 'roc', args: { outcome: 'positive', score: 'score' } } }]),
    ...(counts ? [{ name: `matrix at ${threshold}`, call: { fn: 'confusion', args: counts } }] : []),
  ].map((one): NamedCall => ({ ...one, result: runCall(one.call, table) }));
  const name = `${moment.study.code}-${rule.set}-scores-data`;
  return {
    name,
    ...csvOfTable(table),
    script: toRTogether(calls, [`Scores of ${rule.model}, ${rule.set}, in ${title}`], `${name}.csv`),
  };
}
