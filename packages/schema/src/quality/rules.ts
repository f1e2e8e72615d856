import { type Label } from '../form.ts';

interface Rule {
  readonly label: Label;
  /** What it finds, and when it does not. */
  readonly about: Label;
  /** What an automatic query asks. */
  readonly asks: Label;
  /** Whether each finding raises a query until the study decides otherwise. */
  readonly raisesQuery?: true;
}

const declareRules = <Name extends string>(rules: Readonly<Record<Name, Rule>>): Readonly<Record<Name, Rule>> => rules;

/** The rules that every study has, in the order in which they are shown. A study adds others (`check-own-rule.ts`). */
export const qualityRules = declareRules({
  contradiction: {
    label: { en: 'Records that contradict each other', zh: '相互矛盾的记录' },
    about: {
      en: 'Something recorded after a death, two days of death, one visit number for two images.',
      zh: '死亡后仍有记录、两个死亡日期，或同一访视编号对应两次影像。',
    },
    asks: { en: 'These two records cannot both be right.', zh: '这两条记录不可能同时正确。' },
  },
  stageDiffers: {
    label: { en: 'Entered class or stage differs from the derived one', zh: '填写的分级或分期与推导结果不一致' },
    about: {
      en: 'Child-Pugh class and BCLC 2022 stage, where what is recorded does not allow the entered one.',
      zh: '现有记录不支持所填写的 Child-Pugh 分级或 BCLC 2022 分期。',
    },
    asks: { en: 'What is recorded gives another value.', zh: '根据现有记录应为其他值。' },
    raisesQuery: true,
  },
  treatmentDiffers: {
    label: { en: 'Treatment record differs from what was given', zh: '治疗记录与实际给药不一致' },
    about: {
      en: 'Arm, first HAIC, cycles, first TKI and first ICI, compared with the cycles and courses on record.',
      zh: '治疗组、首次 HAIC、周期数、首次 TKI 与首次 ICI，与已记录的周期和疗程比较。',
    },
    asks: { en: 'Cycles and courses on record give another value.', zh: '已记录的周期与疗程给出其他值。' },
  },
  responseDiffers: {
    label: { en: 'Response as read differs from the diameters', zh: '阅片结论与径线推导不一致' },
    about: {
      en: 'The response that was read of an image, compared with mRECIST by the recorded diameters.',
      zh: '影像的阅片结论与按所录径线推导的 mRECIST 疗效比较。',
    },
    asks: { en: 'The recorded diameters give another response.', zh: '按所录径线应为其他疗效。' },
  },
  visitOrder: {
    label: { en: 'Visits out of order, or of one day', zh: '访视顺序颠倒或同日' },
    about: {
      en: 'An image with a higher visit number and an earlier day than another one, or the same day.',
      zh: '访视编号较大而日期较早或相同的影像。',
    },
    asks: { en: 'A visit with a lower number has a later day, or the same.', zh: '编号较小的访视日期反而较晚或相同。' },
  },
  softCheck: {
    label: { en: 'Doubtful value without a reason', zh: '存疑且无说明的数值' },
    about: {
      en: 'A value outside what is usual, or one that does not fit another of the record, and nobody has said why it is right.',
      zh: '数值超出通常范围，或与同一记录的其他值不符，且无人说明其正确。',
    },
    asks: {
      en: 'Is this value right? If it is, please say why in the form.',
      zh: '该值是否正确？若正确，请在表单中说明原因。',
    },
  },
  missingForm: {
    label: { en: 'Form without a record', zh: '缺少记录的表单' },
    about: {
      en: 'A form that every patient has in the end, of which there is no record.',
      zh: '每位患者最终都应有、但尚无记录的表单。',
    },
    asks: { en: 'There is no record of this form.', zh: '该表单尚无记录。' },
  },
  missingValue: {
    label: { en: 'Value missing without a reason', zh: '缺失且未说明原因的数值' },
    about: {
      en: 'A field of a form that a patient has once, which is asked and has neither a value nor a final reason.',
      zh: '每位患者仅一份的表单中，需要填写但既无数值也无最终缺失原因的字段。',
    },
    asks: { en: 'Please enter a value, or why it is missing.', zh: '请填写数值或缺失原因。' },
  },
  ageDiffers: {
    label: { en: 'Age differs from the date of birth', zh: '年龄与出生日期不一致' },
    about: {
      en: 'Age at enrolment, compared with the date of birth where the centre has recorded it. The date itself is not shown.',
      zh: '入组年龄与中心所录出生日期比较；不显示出生日期。',
    },
    asks: { en: 'The date of birth on record gives another age.', zh: '按已录出生日期应为其他年龄。' },
    raisesQuery: true,
  },
  duplicatePatient: {
    label: { en: 'Possibly the same patient twice', zh: '疑似重复患者' },
    about: {
      en: 'Two patients of one centre with the same date of birth, sex and first HAIC. Nothing of their identity is shown.',
      zh: '同一中心内出生日期、性别与首次 HAIC 均相同的两位患者；不显示身份信息。',
    },
    asks: { en: 'Is this the same person as the other patient?', zh: '是否与另一患者为同一人？' },
  },
});

export type QualityRuleName = keyof typeof qualityRules;
export const qualityRuleNames = Object.keys(qualityRules) as readonly QualityRuleName[];

export function isQualityRuleName(name: string): name is QualityRuleName {
  return Object.hasOwn(qualityRules, name);
}

/** `new`: first found by the newest run; `known`: by an earlier one; `excepted`: somebody has said why it may stay. */
export const findingStates = ['new', 'known', 'excepted'] as const;
export type FindingState = (typeof findingStates)[number];

export const findingStateLabels: Readonly<Record<FindingState, Label>> = {
  new: { en: 'New', zh: '新发现' },
  known: { en: 'Known', zh: '已知' },
  excepted: { en: 'Excepted', zh: '已豁免' },
};
