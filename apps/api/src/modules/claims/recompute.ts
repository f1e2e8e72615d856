import { type ClaimRule, statement } from '@haim/schema';
import { baseline, baselineTest } from './baseline-claims.ts';
import { type ClaimMoment } from './claim-moment.ts';
import { auc, metric, setOverlap, setSize } from './model-claims.ts';
import { type Answer, only } from './recomputed.ts';
import { adverseEvents, bestResponse, responseRate, responseTest } from './response-claims.ts';
import { events, followUp, hazardRatio, logRankTest, medianTime } from './survival-claims.ts';

/** What the records give for a rule: by the functions that the pages' own tables and figures are made of. */
export async function recompute(moment: ClaimMoment, rule: ClaimRule): Promise<Answer> {
  switch (rule.kind) {
    case 'patients': {
      const count = moment.columns.cohort(rule.cohort).n;
      return { candidates: only(count), said: [], counts: { count, of: moment.columns.cohort(null).n } };
    }
    case 'share':
      return share(moment, rule);
    case 'bestResponse':
      return bestResponse(moment, rule);
    case 'responseRate':
      return responseRate(moment, rule);
    case 'responseTest':
      return responseTest(moment, rule);
    case 'adverseEvents':
      return adverseEvents(moment, rule);
    case 'baseline':
      return baseline(moment, rule);
    case 'baselineTest':
      return baselineTest(moment, rule);
    case 'medianTime':
      return medianTime(moment, rule);
    case 'events':
      return events(moment, rule);
    case 'hazardRatio':
      return hazardRatio(moment, rule);
    case 'logRankTest':
      return logRankTest(moment, rule);
    case 'followUp':
      return followUp(moment, rule);
    case 'setSize':
      return setSize(moment, rule);
    case 'setOverlap':
      return setOverlap(moment, rule);
    case 'auc':
      return auc(moment, rule);
    case 'metric':
      return metric(moment, rule);
  }
}

function share({ columns }: ClaimMoment, rule: Extract<ClaimRule, { readonly kind: 'share' }>): Answer {
  const of = columns.cohort(rule.of).n;
  if (of === 0) return { missing: statement('claimOfNobody') };
  const count = columns.cohort(rule.of === null ? rule.cohort : { and: [rule.of, rule.cohort] }).n;
  return { candidates: only((100 * count) / of), said: [], counts: { count, of } };
}
