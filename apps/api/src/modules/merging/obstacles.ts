import { type Form, type Label, valuesOf } from '@haim/schema';
import { type FormPlan } from './merge-plan.ts';
import { type DecidedOf, type Held, type StoredRecord } from './merge.query.ts';

/** What has to be otherwise before two patients can be merged: what is expected, in words. */
export interface Obstacle extends Label {
  readonly code:
    | 'arms'
    | 'held'
    | 'slide'
    | 'blindReading'
    | 'twice'
    | 'identity'
    | 'eligibilityDecision'
    | 'screening'
    | 'visitStop';
  readonly form: string | null;
  readonly recordId: string | null;
}

interface Named {
  readonly id: string;
  readonly code: string;
}

const patientWide = { form: null, recordId: null };

/** A study compares its arms: who was in which is decided before, at its place. */
export function armsObstacle(kept: Named & { arm: string | null }, other: Named & { arm: string | null }): Obstacle[] {
  if (kept.arm === null || other.arm === null || kept.arm === other.arm) return [];
  return [
    {
      ...{ code: 'arms', form: 'treatment', recordId: null },
      en: `two patients of one arm: ${kept.code} has ${kept.arm}, ${other.code} has ${other.arm}; correct the arm of one of them first`,
      zh: `两名患者须属同一治疗组：${kept.code} 为 ${kept.arm}，${other.code} 为 ${other.arm}；请先更正其中一名的治疗组`,
    },
  ];
}

/** Everything of the other patient changes place, and of the one who stays what is chosen anew. */
export function heldObstacles(
  holds: readonly Held[],
  { kept, other, changed }: { kept: Named; other: Named; changed: ReadonlySet<string> },
  forms: readonly Form[],
): Obstacle[] {
  return holds.flatMap(({ kind, recordId, patientId, form: name }): Obstacle[] => {
    if (patientId === kept.id && recordId !== null && !changed.has(recordId)) return [];
    const owner = patientId === kept.id ? kept : other;
    const form = forms.find((one) => one.name === name);
    const [of, ofZh] =
      patientId === null
        ? ['their centre', '其中心']
        : form
          ? [`${form.label.en} of ${owner.code}`, `${owner.code} 的${form.label.zh}`]
          : [owner.code, owner.code];
    const zhKind = kind === 'locked' ? '锁定' : '冻结';
    return [
      {
        ...{ code: 'held', form: form?.name ?? null, recordId },
        en: `records that are neither frozen nor locked: ${of} is ${kind}; whoever may lock records ends that first`,
        zh: `未冻结且未锁定的记录：${ofZh}已${zhKind}；请先由有锁定权限者解除`,
      },
    ];
  });
}

export function slideObstacles(other: Named, slides: readonly { id: string; barcode: string }[]): Obstacle[] {
  return slides.map(({ id, barcode }) => ({
    ...{ code: 'slide', form: 'slide', recordId: id },
    en: `slides without image, transfer, outline or run: ${barcode} of ${other.code} has one, and what was made of it would lose its origin; if only ${other.code} has such slides, keep ${other.code} instead`,
    zh: `没有图像、传输、轮廓或运行的切片：${other.code} 的 ${barcode} 已有，其结果将失去来源；若仅 ${other.code} 有此类切片，请改为保留 ${other.code}`,
  }));
}

export function blindReadingObstacle(other: Named): Obstacle {
  return {
    ...{ code: 'blindReading', ...patientWide },
    en: `a patient without a case of blinded reading: ${other.code} has one; keep ${other.code} instead`,
    zh: `无盲法阅片病例的患者：${other.code} 有该病例；请改为保留 ${other.code}`,
  };
}

export function identityObstacle(other: Named): Obstacle {
  return {
    ...{ code: 'identity', ...patientWide },
    en: `somebody who may enter identities at this centre: identifying fields of ${other.code} are on record`,
    zh: `由可录入本中心患者身份信息者操作：${other.code} 已有身份信息`,
  };
}

/**
 * What a study keeps once of a patient goes with the records; where the two say different things, people decide. One person
 * may be screened twice and enrolled once: the second line is theirs to word.
 */
export function decisionObstacles(kept: Named, other: Named, decided: readonly DecidedOf[]): Obstacle[] {
  const [ofKept, ofOther] = [kept, other].map(({ id }) => decided.find(({ patientId }) => patientId === id));
  if (!ofKept || !ofOther) return [];
  const found: Obstacle[] = [];
  const add = (code: Obstacle['code'], en: string, zh: string) => found.push({ code, ...patientWide, en, zh });
  if (ofKept.isEligible !== null && ofOther.isEligible !== null && ofKept.isEligible !== ofOther.isEligible) {
    const [yes, no] = ofKept.isEligible ? [kept.code, other.code] : [other.code, kept.code];
    add(
      'eligibilityDecision',
      `one decision on eligibility: ${yes} was decided to be eligible, ${no} not to be; take back one of the two first`,
      `对入排资格的裁定须一致：${yes} 裁定为符合，${no} 裁定为不符合；请先撤回其中一项`,
    );
  }
  if (ofKept.screening !== null && ofOther.screening !== null) {
    add(
      'screening',
      `one line of the screening log: ${ofKept.screening} enrolled ${kept.code}, ${ofOther.screening} enrolled ${other.code}; give one of the lines another outcome first, with the reason that it is the same person`,
      `筛选日志中只有一条入组记录：${ofKept.screening} 为 ${kept.code}，${ofOther.screening} 为 ${other.code}；请先将其中一条改为其他结果，并注明为同一人`,
    );
  }
  const [stop, otherStop] = [ofKept.stop, ofOther.stop];
  if (stop && otherStop && (stop.on !== otherStop.on || stop.why !== otherStop.why)) {
    add(
      'visitStop',
      `one end of the visits: those of ${kept.code} ended on ${stop.on}, those of ${other.code} on ${otherStop.on}, or for another reason; correct one of the two first`,
      `随访终止须一致：${kept.code} 于 ${stop.on} 终止，${other.code} 于 ${otherStop.on} 终止，或原因不同；请先更正其中一项`,
    );
  }
  return found;
}

/** Several records with one key: it is not known which of them the other patient's is. */
export function unclearObstacles(plans: readonly FormPlan[]): Obstacle[] {
  return plans.flatMap(({ form, unclear }) =>
    unclear.map((record): Obstacle => {
      const key = wordsOfKey(form, record);
      return {
        ...{ code: 'twice', form: form.name, recordId: record.id },
        en: `one record of each patient with the same ${key.en}: there are more; correct or remove one first (${form.label.en})`,
        zh: `每名患者至多一条${key.zh}相同的记录：现有多条；请先更正或删除一条（${form.label.zh}）`,
      };
    }),
  );
}

function wordsOfKey(form: Form, record: StoredRecord): Label {
  const given = valuesOf(form).filter(([field]) => form.key.includes(field) && (record[field] ?? null) !== null);
  const words = (language: keyof Label) =>
    given.map(([field, { label }]) => `${label[language]} ${String(record[field])}`).join(', ');
  return { en: words('en'), zh: words('zh') };
}
