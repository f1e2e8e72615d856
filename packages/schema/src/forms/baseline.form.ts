import { doubtWhere } from '../applies.ts';
import { bclcStage } from '../codes/bclc-stage.ts';
import { ascites, encephalopathy } from '../codes/child-pugh-parts.ts';
import { childPughClass } from '../codes/child-pugh.ts';
import { ecogPs } from '../codes/ecog-ps.ts';
import { lesionNumber } from '../codes/lesion-number.ts';
import { defineForm } from '../form.ts';

export const baselineForm = defineForm(
  'baseline',
  {
    label: { en: 'Baseline', zh: '基线' },
    repeats: false,
    rules: [
      {
        fields: ['lesionCount', 'lesionNumber'],
        severity: 'error',
        label: {
          en: 'a count of 1 where the lesion is single, more than 1 where multiple',
          zh: '单发时数目为 1，多发时大于 1',
        },
        holds: ({ lesionCount, lesionNumber: number }) =>
          typeof lesionCount !== 'number' ||
          typeof number !== 'string' ||
          (lesionCount === 1) === (number === 'single'),
      },
      doubtWhere(
        ['bclcStage'],
        {
          en: 'BCLC C or D, as there is portal vein tumour thrombus or extrahepatic metastasis',
          zh: '有门静脉癌栓或肝外转移时通常为 BCLC C 或 D 期',
        },
        ['portalVeinThrombus', 'extrahepaticMetastasis'].map((field) => [
          { field, in: [true] },
          { field: 'bclcStage', in: ['0', 'A', 'B'] },
        ]),
      ),
    ],
  },
  {
    ecogPs: {
      kind: 'code',
      label: { en: 'ECOG performance status', zh: 'ECOG 体能状态' },
      list: ecogPs,
      cdisc: 'ECOG',
      analysis: {
        theme: 'person',
        known: 'timeZero',
        short: { en: 'ECOG PS', zh: 'ECOG 评分' },
        plural: 'ecogPsGrades',
      },
    },
    childPughClass: {
      kind: 'code',
      label: { en: 'Child-Pugh class', zh: 'Child-Pugh 分级' },
      list: childPughClass,
      analysis: { theme: 'liver', known: 'timeZero', heading: { en: 'Child-Pugh', zh: 'Child-Pugh' }, usual: true },
    },
    ascites: { kind: 'code', label: { en: 'Ascites', zh: '腹水' }, list: ascites },
    encephalopathy: { kind: 'code', label: { en: 'Hepatic encephalopathy', zh: '肝性脑病' }, list: encephalopathy },
    hepatitisB: {
      kind: 'boolean',
      label: { en: 'Hepatitis B (HBsAg positive)', zh: '乙型肝炎（HBsAg 阳性）' },
      analysis: { theme: 'liver', known: 'timeZero', short: { en: 'Hepatitis B', zh: '乙型肝炎' } },
    },
    cirrhosis: {
      kind: 'boolean',
      label: { en: 'Liver cirrhosis', zh: '肝硬化' },
      analysis: { theme: 'liver', known: 'timeZero' },
    },
    afpNgMl: {
      kind: 'decimal',
      label: { en: 'Alpha-fetoprotein (AFP)', zh: '甲胎蛋白（AFP）' },
      unit: 'ng/mL',
      range: [0, 10_000_000],
      usual: [0, 1_000_000],
      cdisc: 'AFP',
      analysis: {
        theme: 'tumour',
        known: 'timeZero',
        short: { en: 'AFP', zh: '甲胎蛋白' },
        logarithm: {
          name: 'afpLog10',
          label: { en: 'AFP (per tenfold; below 1 ng/mL counts as 1)', zh: 'AFP（每 10 倍；低于 1 ng/mL 按 1 计）' },
          floor: 1,
        },
      },
    },
    tumourSizeMm: {
      kind: 'decimal',
      label: { en: 'Largest tumour diameter', zh: '肿瘤最大径' },
      unit: 'mm',
      range: [0, 400],
      usual: [50, 250],
      help: { en: 'In millimetres: 8.5 cm is 85.', zh: '单位为毫米：8.5 cm 填 85。' },
      cdisc: 'LDIAM',
      analysis: {
        theme: 'tumour',
        known: 'timeZero',
        short: { en: 'Tumour size', zh: '肿瘤大小' },
        heading: { en: 'Size, mm', zh: '大小，mm' },
        usual: true,
      },
    },
    lesionCount: {
      kind: 'integer',
      label: { en: 'Number of lesions', zh: '病灶数目' },
      range: [1, 99],
      analysis: { theme: 'tumour', known: 'timeZero' },
    },
    lesionNumber: {
      kind: 'code',
      label: { en: 'Single or multiple', zh: '单发或多发' },
      list: lesionNumber,
      analysis: { theme: 'tumour', known: 'timeZero', short: { en: 'Lesions', zh: '病灶数' } },
    },
    portalVeinThrombus: {
      kind: 'boolean',
      label: { en: 'Portal vein tumour thrombus (PVTT)', zh: '门静脉癌栓（PVTT）' },
      analysis: {
        theme: 'tumour',
        known: 'timeZero',
        short: { en: 'Portal vein thrombus', zh: '门静脉癌栓' },
        heading: { en: 'PVTT', zh: '癌栓' },
        usual: true,
      },
    },
    extrahepaticMetastasis: {
      kind: 'boolean',
      label: { en: 'Extrahepatic metastasis', zh: '肝外转移' },
      analysis: { theme: 'tumour', known: 'timeZero', usual: true },
    },
    bclcStage: {
      kind: 'code',
      label: { en: 'BCLC stage as entered', zh: 'BCLC 分期（填写）' },
      list: bclcStage,
      analysis: {
        theme: 'stage',
        known: 'timeZero',
        short: { en: 'BCLC stage', zh: 'BCLC 分期' },
        heading: { en: 'BCLC', zh: 'BCLC' },
        usual: true,
      },
    },
    sourceStageGroup: {
      kind: 'text',
      label: { en: 'Stage group of the source', zh: '来源数据的分期组' },
      maxLength: 40,
      impersonal: true,
      help: {
        en: 'Only for imported data whose source groups stages in its own way.',
        zh: '仅用于来源数据自行合并分期的导入。',
      },
      analysis: { theme: 'stage', known: 'timeZero', groups: true },
      applies: [{ field: 'bclcStage', isMissing: true }],
    },
  },
);
