import { type Issue, type Problem } from '../check-row.ts';
import {
  leastTargetMm,
  lesionOrgan,
  lesionRoles,
  mostLesions,
  mostTargets,
  mostTargetsOfOrgan,
  nonTargetStates,
  type ReadingContent,
  type ReadLesion,
  type SpecialRules,
} from './reading.ts';

const organs: ReadonlySet<string> = new Set(lesionOrgan.codes.map(({ code }) => code));

const noneIsNew = {
  en: 'a lesion seen at the baseline is target or non-target, never new',
  zh: '基线所见病灶为靶病灶或非靶病灶，不计为新病灶',
};

/**
 * The one check of what a reader measured, for the page and the API.
 *
 * @param days - of the case, the baseline first.
 * @param special - the rules of the case.
 * @param isHandedIn - whether it is to be complete: each target measured at the baseline, and large enough to be one.
 * @returns what is wrong, by its place ('lesions.0.diametersMm.1'); empty if it may be stored.
 */
export function checkReading(
  content: ReadingContent,
  days: readonly number[],
  special: SpecialRules,
  isHandedIn: boolean,
): Issue[] {
  const { lesions, newLesion } = content;
  const issues: Issue[] = [];
  if (lesions.length > mostLesions)
    issues.push(issue('lesions', 'rule', `at most ${mostLesions} lesions`, `最多 ${mostLesions} 个病灶`));
  if (newLesion.length !== days.length) issues.push(perDay('newLesion', days.length));
  if (newLesion[0] === true) issues.push(issue('newLesion.0', 'rule', `no: ${noneIsNew.en}`, `否：${noneIsNew.zh}`));
  lesions.forEach((lesion, i) => {
    const place = `lesions.${i}`;
    issues.push(...checkLesion(lesion, place, days.length), ...checkRole(lesion, place, special));
    if (isHandedIn) issues.push(...checkMeasured(lesion, place, special));
  });
  issues.push(...checkNumbers(lesions));
  if (isHandedIn && lesions.length === 0)
    issues.push(issue('lesions', 'required', 'at least one lesion', '至少一个病灶'));
  return issues;
}

function checkLesion(lesion: ReadLesion, place: string, days: number): Issue[] {
  const { id, role, organ, diametersMm, states } = lesion;
  const issues: Issue[] = [];
  if (!/^[A-Za-z0-9]{1,10}$/.test(id))
    issues.push(issue(`${place}.id`, 'rule', '1 to 10 letters and digits', '1 至 10 个字母或数字'));
  if (!organs.has(organ)) {
    const codes = [...organs].join(', ');
    issues.push(issue(`${place}.organ`, 'notInList', `one of ${codes}`, `以下之一：${codes}`));
  }
  const [measured, judged] = role === 'non-target' ? [0, days] : [days, 0];
  if (diametersMm.length !== measured) issues.push(perDay(`${place}.diametersMm`, measured));
  if (states.length !== judged) issues.push(perDay(`${place}.states`, judged));
  diametersMm.forEach((mm, day) => {
    if (mm === null || (mm >= 0 && mm <= 500)) return;
    issues.push(issue(`${place}.diametersMm.${day}`, 'outOfRange', 'from 0 to 500 mm', '0 至 500 mm'));
  });
  states.forEach((state, day) => {
    if (!nonTargetStates.includes(state)) {
      const named = nonTargetStates.join(', ');
      issues.push(issue(`${place}.states.${day}`, 'notInList', `one of ${named}`, `以下之一：${named}`));
    } else if (day === 0 && state === 'progressed') {
      const [en, zh] = ['another state: nothing has progressed at the baseline', '其他状态：基线时无进展'];
      issues.push(issue(`${place}.states.0`, 'rule', en, zh));
    }
  });
  return issues;
}

/** What a lesion of a site can be, and what a new one was at the baseline. */
function checkRole({ role, organ, diametersMm }: ReadLesion, place: string, special: SpecialRules): Issue[] {
  if (!lesionRoles.includes(role)) {
    const named = lesionRoles.join(', ');
    return [issue(`${place}.role`, 'notInList', `one of ${named}`, `以下之一：${named}`)];
  }
  if (role === 'target' && organ === 'portalVein' && !special.thrombusAsTarget) {
    return [issue(`${place}.role`, 'rule', 'non-target: a thrombus is not measured', '非靶病灶：癌栓不可测量')];
  }
  if (role === 'target' && organ === 'effusion') {
    return [issue(`${place}.role`, 'rule', 'non-target: fluid is not measured', '非靶病灶：积液不可测量')];
  }
  if (role === 'atypical' && (diametersMm[0] ?? null) !== null) {
    return [issue(`${place}.diametersMm.0`, 'rule', `empty: ${noneIsNew.en}`, `空：${noneIsNew.zh}`)];
  }
  return [];
}

/** A target is measured at the baseline, and large enough to be one; an atypical new lesion at some day. */
function checkMeasured({ role, organ, diametersMm }: ReadLesion, place: string, special: SpecialRules): Issue[] {
  const [first = null] = diametersMm;
  if (role === 'atypical' && diametersMm.every((mm) => mm === null)) {
    const [en, zh] = ['a diameter at the day it is first seen, or no such lesion', '首次出现日的径线，否则删除该病灶'];
    return [issue(`${place}.diametersMm.${Math.min(1, diametersMm.length - 1)}`, 'required', en, zh)];
  }
  const least = leastMmOf(organ, special);
  if (role !== 'target' || (first !== null && first >= least)) return [];
  const [en, zh] = isNode(organ)
    ? [`a short axis of at least ${least} mm, as a node is chosen`, `短径至少 ${least} mm，方可作为靶淋巴结`]
    : [`at least ${least} mm, as a target is chosen`, `至少 ${least} mm，靶病灶须可测量`];
  return [issue(`${place}.diametersMm.0`, first === null ? 'required' : 'outOfRange', en, zh)];
}

const isNode = (organ: string): boolean => organ === 'lymphNode' || organ === 'hilarNode';

function leastMmOf(organ: string, { nodeMm, hilarNodeMm }: SpecialRules): number {
  return organ === 'hilarNode' ? hilarNodeMm : organ === 'lymphNode' ? nodeMm : leastTargetMm;
}

/** Names that are unique, and no more targets than count. */
function checkNumbers(lesions: readonly ReadLesion[]): Issue[] {
  const seen = new Set<string>();
  const inOrgan = new Map<string, number>();
  let targets = 0;
  return lesions.flatMap(({ id, role, organ }, i) => {
    const issues: Issue[] = [];
    if (seen.has(id))
      issues.push(issue(`lesions.${i}.id`, 'rule', 'a name that no other lesion has', '与其他病灶不同的名称'));
    seen.add(id);
    if (role !== 'target') return issues;
    targets += 1;
    inOrgan.set(organ, (inOrgan.get(organ) ?? 0) + 1);
    const [en, zh] = [
      `a lesion that is not a target: at most ${mostTargets} are, and ${mostTargetsOfOrgan} of an organ`,
      `非靶病灶：靶病灶最多 ${mostTargets} 个，每个器官最多 ${mostTargetsOfOrgan} 个`,
    ];
    if (targets > mostTargets || (inOrgan.get(organ) ?? 0) > mostTargetsOfOrgan)
      issues.push(issue(`lesions.${i}.role`, 'rule', en, zh));
    return issues;
  });
}

function perDay(field: string, n: number): Issue {
  return n === 0
    ? issue(field, 'rule', 'empty for this kind of lesion', '该类病灶此处为空')
    : issue(field, 'rule', `one entry for each of the ${n} days`, `${n} 个影像日各一项`);
}

function issue(field: string, problem: Problem, en: string, zh: string): Issue {
  return { field, problem, severity: 'error', expected: { en, zh } };
}
