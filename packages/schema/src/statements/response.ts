import { amount, both, choice } from './values.ts';
import { fixed, sentence } from './sentence.ts';

const grade = choice({ CR: both('CR'), PR: both('PR'), SD: both('SD'), PD: both('PD'), NE: both('NE') });

/** The rule that determined a response by mRECIST. */
export const response = {
  baselineVisit: fixed('baseline', '基线'),
  newLesion: fixed('new lesion', '出现新病灶'),
  atypicalLesionGrew: fixed(
    'an atypical new lesion that grew later, dated to its first appearance',
    '不典型新病灶其后增大，进展日计为其首次出现日',
  ),
  knownPartAboveNadir: fixed(
    'the targets that were measured are at least 20 % above the nadir, whatever the others measure',
    '已测量的靶病灶之和较最低值增加至少 20 %，无论其余病灶大小',
  ),
  notConfirmed: sentence(
    { response: grade, days: amount },
    ({ response, days }) => `${response} not confirmed at least ${days} days later`,
    ({ response, days }) => `${response} 未在至少 ${days} 天之后得到确认`,
  ),
  targetNotMeasurable: fixed('a target lesion was not measurable', '有靶病灶无法测量'),
  noTargetLesion: fixed('no target lesion', '无靶病灶'),
  noMeasurableBaseline: fixed('no measurable baseline', '无可测量的基线'),
  enhancementReturned: fixed('enhancement returned after a sum of 0', '总和为 0 后再次出现强化'),
  growthAboveNadir: fixed('sum at least 20 % above the nadir', '总和较最低值增加至少 20 %'),
  noEnhancementInTargets: fixed('no enhancement in any target lesion', '所有靶病灶均无强化'),
  shrinkageBelowBaseline: fixed('sum at least 30 % below the baseline', '总和较基线减少至少 30 %'),
  neitherPrNorPd: fixed('neither PR nor PD', '既非 PR 也非 PD'),
  responseOnRecord: fixed('response on record', '记录中的疗效'),
  afterProgression: fixed('after progression', '进展之后'),
  stableTooEarly: sentence(
    { day: amount },
    ({ day }) => `SD before day ${day}`,
    ({ day }) => `第 ${day} 天之前的 SD`,
  ),
  noAssessmentAfterBaseline: fixed('no assessment after baseline', '基线之后无评估'),
  targetsProgressed: fixed('target lesions progressed', '靶病灶进展'),
  nonTargetsProgressed: fixed('non-target lesions progressed', '非靶病灶进展'),
  targetsDecide: sentence(
    { target: grade },
    ({ target }) => `target lesions ${target}, no progression elsewhere`,
    ({ target }) => `靶病灶 ${target}，其他部位无进展`,
  ),
  noEnhancementAnywhere: fixed('no enhancement in any lesion', '所有病灶均无强化'),
  nonTargetsNotAllJudged: fixed(
    'target lesions CR, non-target lesions not all judged',
    '靶病灶 CR，非靶病灶未全部评估',
  ),
  nonTargetsEnhance: fixed(
    'target lesions CR, enhancement persists in non-target lesions',
    '靶病灶 CR，非靶病灶仍有强化',
  ),
  noBaselineVisit: fixed('no baseline visit', '无基线访视'),
  severalBaselineVisits: fixed('more than one baseline visit', '有多次基线访视'),
  visitBeforeBaseline: fixed('before the baseline', '早于基线'),
  visitBeforeTreatment: fixed('not after the first HAIC', '不晚于首次 HAIC'),
  visitsWithoutOrder: fixed(
    'dates and study days without a first HAIC',
    '既有日期又有研究日，且无首次 HAIC 日期可排序',
  ),
} as const;
