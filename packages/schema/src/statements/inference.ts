import { amount, area, choice, count, pValue, text } from './values.ts';
import { fixed, sentence } from './sentence.ts';

const finding = choice({
  better: {
    en: 'Attention is better than mean pooling on these slides.',
    zh: '在这些切片上，注意力优于平均池化。',
  },
  worse: {
    en: 'Attention is worse than mean pooling on these slides.',
    zh: '在这些切片上，注意力劣于平均池化。',
  },
  open: {
    en: 'Attention is not shown to be better than mean pooling here.',
    zh: '此处未能证明注意力优于平均池化。',
  },
});

/** A slide's score, and the sensitivity of the score to its patches. */
export const inference = {
  syntheticWeights: fixed('Demonstration weights, not a prediction.', '演示用权重，并非预测。'),
  scoredElsewhere: sentence(
    { features: text, head: text },
    ({ features, head }) => `The features were made on ${features}, the score on ${head}.`,
    ({ features, head }) => `特征在 ${features} 上提取，评分在 ${head} 上计算。`,
  ),
  explainedElsewhere: sentence(
    { features: text, head: text },
    ({ features, head }) => `The features were made on ${features}, the sensitivity on ${head}.`,
    ({ features, head }) => `特征在 ${features} 上提取，敏感性在 ${head} 上计算。`,
  ),
  scaleWasStated: sentence(
    { microns: amount },
    ({ microns }) => `The file does not state its scale; ${microns} microns per pixel were stated for it.`,
    ({ microns }) => `文件未注明比例尺；由用户注明为每像素 ${microns} 微米。`,
  ),
  patchesResampled: sentence(
    { slide: amount, model: amount },
    ({ slide, model }) => `The slide has ${slide} microns per pixel and the model ${model}: patches were resampled.`,
    ({ slide, model }) => `切片每像素 ${slide} 微米，模型为 ${model} 微米：图块已重采样。`,
  ),
  onePatchOnly: fixed(
    'The bag has one patch, which is its own mean: its sensitivity cannot be measured.',
    '仅有一个图块，它就是自身的平均值：无法测量其敏感性。',
  ),
  sensitivityPerPatch: sentence(
    { positive: text },
    ({ positive }) =>
      `Change of PRPS: the PRPS of the slide minus its PRPS with the features of the patch replaced by the mean of all patches. Positive: the patch pushes toward ${positive}. Each patch was replaced on its own.`,
    ({ positive }) =>
      `PRPS 变化：切片的 PRPS 减去将该图块特征换成全部图块平均值后的 PRPS。正值：该图块使评分趋向 ${positive}。每个图块单独替换。`,
  ),
  sensitivityPerBlock: sentence(
    { positive: text, blocks: count, size: count },
    ({ positive, blocks, size }) =>
      `Change of PRPS: the PRPS of the slide minus its PRPS with the features of the patch replaced by the mean of all patches. Positive: the patch pushes toward ${positive}. Patches were replaced together in ${blocks} compact blocks of at most ${size}; each carries the value of its block.`,
    ({ positive, blocks, size }) =>
      `PRPS 变化：切片的 PRPS 减去将该图块特征换成全部图块平均值后的 PRPS。正值：该图块使评分趋向 ${positive}。图块分为 ${blocks} 个紧凑的组（每组至多 ${size} 个）一同替换，组内各图块取该组的值。`,
  ),
  attentionOfSlide: fixed(
    'Attention: the weight that the head gives each patch in its mean over the slide, as shares that add up to 1 (softmax over the patches). A value of 1 is an even share: as much as if all patches weighed alike. Colours follow the rank of a patch among those of the slide, as a percentile. Attention shows where the head looks, not which way a patch pushes the score.',
    '注意力：头部在对整张切片求平均时给予每个图块的权重，以总和为 1 的份额表示（对图块作 softmax）。数值 1 为平均份额，即各图块权重相同。颜色按图块在本切片中的名次（百分位）。注意力显示头部关注何处，并不显示图块使评分趋向何方。',
  ),
  attentionOfClass: sentence(
    { positive: text },
    ({ positive }) =>
      `Attention for ${positive}: the weight that the head gives each patch in its mean over the slide for that class, as shares that add up to 1 (softmax over the patches). A value of 1 is an even share: as much as if all patches weighed alike. Colours follow the rank of a patch among those of the slide, as a percentile. Attention shows where the head looks, not which way a patch pushes the score.`,
    ({ positive }) =>
      `对 ${positive} 的注意力：头部为该类别在对整张切片求平均时给予每个图块的权重，以总和为 1 的份额表示（对图块作 softmax）。数值 1 为平均份额，即各图块权重相同。颜色按图块在本切片中的名次（百分位）。注意力显示头部关注何处，并不显示图块使评分趋向何方。`,
  ),
  crossValidatedByPatient: sentence(
    { folds: count, repeats: count, n: count },
    ({ folds, repeats, n }, values) =>
      `${n} slides outside the test part, each scored by heads that had seen no slide of its patient: patients were dealt into ${folds} folds within each label${values.repeats > 1 ? `, ${repeats} times` : ''}; the fold after the one held out chose the epoch, the others were trained on. ${values.repeats > 1 ? 'A slide has the mean of its scores.' : ''}`.trim(),
    ({ folds, repeats, n }, values) =>
      `测试部分之外的 ${n} 张切片，均由未见过其患者任何切片的头部评分：患者按标签分入 ${folds} 折${values.repeats > 1 ? `，重复 ${repeats} 次` : ''}；留出折的下一折用于选择轮次，其余用于训练。${values.repeats > 1 ? '每张切片取各次评分的平均值。' : ''}`,
  ),
  attentionBesideMean: sentence(
    { attention: area, mean: area, difference: area, lower: area, upper: area, p: pValue, finding },
    ({ attention, mean, difference, lower, upper, p, finding: found }) =>
      `On the same folds attention has an area of ${attention} and mean pooling of ${mean}: a difference of ${difference} (95 % CI ${lower} to ${upper}, DeLong p ${p}). ${found}`,
    ({ attention, mean, difference, lower, upper, p, finding: found }) =>
      `在相同的折上，注意力的面积为 ${attention}，平均池化为 ${mean}：相差 ${difference}（95 % CI ${lower} 至 ${upper}，DeLong p ${p}）。${found}`,
  ),
  attentionBesideMeanUntested: sentence(
    { attention: area, mean: area, difference: area },
    ({ attention, mean, difference }) =>
      `On the same folds attention has an area of ${attention} and mean pooling of ${mean}: a difference of ${difference}, which cannot be tested. Attention is not shown to be better than mean pooling here.`,
    ({ attention, mean, difference }) =>
      `在相同的折上，注意力的面积为 ${attention}，平均池化为 ${mean}：相差 ${difference}，无法检验。此处未能证明注意力优于平均池化。`,
  ),
  attentionNotCompared: fixed(
    'Attention and mean pooling cannot be compared: the slides held out are of one class.',
    '无法比较注意力与平均池化：留出的切片只有一类。',
  ),
} as const;
