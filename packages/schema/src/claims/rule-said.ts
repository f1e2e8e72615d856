import { evaluationSet } from '../codes/evaluation-set.ts';
import { type CohortFilter, type CohortLists, variableIn, writeCohortText } from '../cohort/index.ts';
import { type Label } from '../form.ts';
import { statement, type Statement } from '../statements/index.ts';
import { type SubjectVariable } from '../subject/index.ts';
import { bySlideSet, type ClaimedSet, type ClaimRule } from './claim.ts';

const both = (word: string): Label => ({ en: word, zh: word });
const everybody: Label = { en: 'all patients', zh: '全部患者' };
const allArms: Label = { en: 'all arms together', zh: '全部治疗组合计' };
const allCentres: Label = { en: 'all centres', zh: '全部中心' };
const allGroups: Label = { en: 'everybody', zh: '全部' };
const slideSet: Label = { en: 'evaluation set of the slide', zh: '切片评估集' };
const entire: Label = { en: 'Both test sets', zh: '两个测试集合计' };

/** The rule of a claim in words. */
export function ruleSaid(rule: ClaimRule, lists: CohortLists = {}): Statement {
  switch (rule.kind) {
    case 'patients':
      return rule.cohort === null
        ? statement('claimOfAllPatients')
        : statement('claimOfPatients', { cohort: inWords(rule.cohort, lists) });
    case 'share':
      return statement('claimOfShare', {
        cohort: inWords(rule.cohort, lists),
        of: rule.of === null ? everybody : inWords(rule.of, lists),
      });
    case 'bestResponse':
      return statement('claimOfResponse', { response: rule.response, arm: armOf(rule) });
    case 'responseRate':
      return statement('claimOfRate', { rate: rule.rate, arm: armOf(rule) });
    case 'responseTest':
      return statement('claimOfRateTest', { rate: rule.rate });
    case 'adverseEvents':
      return statement('claimOfAdverseEvents', { arm: armOf(rule), as: rule.as });
    case 'baseline': {
      const variable = variableIn(rule.variable, lists);
      const what = nameOf(variable, rule.variable);
      const value = rule.value === null ? null : valueOf(variable, rule.value);
      const group = rule.group === null ? allGroups : groupOf(rule.by, rule.group, lists);
      const joined = value ? { en: `${what.en}: ${value.en}`, zh: `${what.zh}：${value.zh}` } : what;
      return statement('claimOfBaseline', { what: joined, group, as: rule.as });
    }
    case 'baselineTest': {
      const by = rule.by === bySlideSet ? slideSet : nameOf(variableIn(rule.by, lists), rule.by);
      return statement('claimOfBaselineTest', { what: nameOf(variableIn(rule.variable, lists), rule.variable), by });
    }
    case 'medianTime':
      return statement('claimOfMedian', { endpoint: rule.endpoint, arm: armOf(rule), part: rule.part });
    case 'events':
      return statement('claimOfEvents', { endpoint: rule.endpoint, arm: armOf(rule) });
    case 'hazardRatio':
      return statement('claimOfRatio', { endpoint: rule.endpoint, part: rule.part });
    case 'logRankTest':
      return statement('claimOfLogRank', { endpoint: rule.endpoint });
    case 'followUp':
      return statement('claimOfFollowUp', { part: rule.part });
    case 'setSize': {
      const centre = rule.centre === null ? allCentres : both(rule.centre);
      return statement('claimOfSets', { sets: rule.sets.map(setLabel), centre, as: rule.as });
    }
    case 'setOverlap':
      return statement('claimOfOverlap', { set: setLabel(rule.set) });
    case 'auc':
      return statement('claimOfAuc', { model: rule.model, set: setLabel(rule.set) });
    case 'metric':
      return statement('claimOfMetric', { metric: rule.metric, model: rule.model, set: setLabel(rule.set) });
  }
}

function inWords(filter: CohortFilter, lists: CohortLists): Label {
  return { en: writeCohortText(filter, 'en', lists), zh: writeCohortText(filter, 'zh', lists) };
}

function armOf({ arm }: { readonly arm: string | null }): Label {
  return arm === null ? allArms : both(arm);
}

function nameOf(variable: SubjectVariable | undefined, name: string): Label {
  return variable?.short ?? both(name);
}

function valueOf(variable: SubjectVariable | undefined, value: string): Label {
  const list = variable?.list;
  const code = typeof list === 'object' && list !== null ? list.codes.find((one) => one.code === value) : undefined;
  if (code) return code.label;
  if (variable?.kind !== 'flag') return both(value);
  return value === 'true' ? { en: 'yes', zh: '是' } : { en: 'no', zh: '否' };
}

function groupOf(by: string | null, group: string, lists: CohortLists): Label {
  if (by === bySlideSet) return setLabel(group as ClaimedSet);
  return valueOf(by === null ? undefined : variableIn(by, lists), group);
}

function setLabel(set: ClaimedSet): Label {
  if (set === 'entire') return entire;
  return evaluationSet.codes.find(({ code }) => code === set)?.label ?? both(set);
}
