import { amount, choice, count, labels, score as scored, text } from './values.ts';
import { sentence } from './sentence.ts';

const part = choice({
  bilirubin: { en: 'a bilirubin', zh: '胆红素' },
  albumin: { en: 'an albumin', zh: '白蛋白' },
  both: { en: 'a bilirubin and an albumin', zh: '胆红素和白蛋白' },
});

/** Scores and stages that the portal derives from what is recorded, and how. Points that are not known are “–”. */
export const staging = {
  albiDerived: sentence(
    { score: scored, grade: text, bilirubin: amount, bilirubinOn: text, albumin: amount, albuminOn: text },
    ({ score, grade, bilirubin, bilirubinOn, albumin, albuminOn }) =>
      `ALBI ${score}, grade ${grade}: bilirubin ${bilirubin} µmol/L (${bilirubinOn}), albumin ${albumin} g/L (${albuminOn})`,
    ({ score, grade, bilirubin, bilirubinOn, albumin, albuminOn }) =>
      `ALBI ${score}，${grade} 级：胆红素 ${bilirubin} µmol/L（${bilirubinOn}），白蛋白 ${albumin} g/L（${albuminOn}）`,
  ),
  albiLacks: sentence(
    { lacks: part },
    ({ lacks }) => `ALBI: ${lacks} as a number, on or before the first HAIC, is not recorded`,
    ({ lacks }) => `ALBI：未记录首次 HAIC 当日或之前的${lacks}数值`,
  ),
  childPughDerived: sentence(
    {
      least: count,
      most: count,
      classes: text,
      bilirubin: text,
      albumin: text,
      inr: text,
      ascites: text,
      encephalopathy: text,
    },
    ({ least, most, classes, ...points }) =>
      `Child-Pugh ${classes}, ${least === most ? least : `${least} to ${most}`} points: bilirubin ${points.bilirubin}, ` +
      `albumin ${points.albumin}, INR ${points.inr}, ascites ${points.ascites}, encephalopathy ${points.encephalopathy}`,
    ({ least, most, classes, ...points }) =>
      `Child-Pugh ${classes} 级，${least === most ? least : `${least} 至 ${most}`} 分：胆红素 ${points.bilirubin}，` +
      `白蛋白 ${points.albumin}，INR ${points.inr}，腹水 ${points.ascites}，肝性脑病 ${points.encephalopathy}`,
  ),
  bclcDerived: sentence(
    {
      stage: text,
      why: choice({
        endStage: { en: 'ECOG 3-4 or Child-Pugh C', zh: 'ECOG 3-4 分或 Child-Pugh C 级' },
        spread: { en: 'portal vein thrombus or extrahepatic metastasis', zh: '有门静脉癌栓或肝外转移' },
        symptoms: { en: 'ECOG 1-2', zh: 'ECOG 1-2 分' },
        lesions: {
          en: 'number and size of the lesions, without spread, ECOG 0',
          zh: '按病灶数目和大小，无侵犯或转移，ECOG 0 分',
        },
      }),
    },
    ({ stage, why }) => `BCLC ${stage}: ${why}`,
    ({ stage, why }) => `BCLC ${stage} 期：${why}`,
  ),
  bclcBetween: sentence(
    { stages: text, lacks: labels },
    ({ stages, lacks }) => `BCLC ${stages}; to be decided by: ${lacks}`,
    ({ stages, lacks }) => `BCLC ${stages}；尚需：${lacks}`,
  ),
} as const;
