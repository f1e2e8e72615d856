import { death, pain, says, severe, symptoms, termsOf, urgent } from '../term.ts';

export const skinAndNerves = [
  ...termsOf('skin', [
    ['Alopecia', '脱发', [
      says('Under half of the hair lost; seen only close up', '脱发 < 50 %；近看才可见'),
      says('Half of the hair or more lost; obvious to others', '脱发 ≥ 50 %；他人易察觉'),
      null, null, null,
    ], ['hair loss', '掉头发']],
    ['Dry skin', '皮肤干燥', [
      says('Under 10 % of the body surface; no redness or itching', '< 10 % 体表面积；无红斑或瘙痒'),
      says('10 to 30 % of the body surface, with redness or itching; limits instrumental ADL', '10–30 % 体表面积，伴红斑或瘙痒；影响工具性日常生活活动'),
      says('Over 30 % of the body surface, with itching; limits self-care', '> 30 % 体表面积，伴瘙痒；影响自理性日常生活活动'),
      null, null,
    ]],
    ['Palmar-plantar erythrodysesthesia syndrome', '手足综合征', [
      says('Minimal changes (redness, swelling, thick skin) without pain', '轻微皮肤改变（红斑、水肿、角化），无疼痛'),
      says('Changes (peeling, blisters, bleeding, cracks) with pain; limit instrumental ADL', '皮肤改变（脱皮、水疱、出血、皲裂），伴疼痛；影响工具性日常生活活动'),
      says('Severe changes with pain; limit self-care', '严重皮肤改变伴疼痛；影响自理性日常生活活动'),
      null, null,
    ], ['Hand-foot skin reaction', 'hand-foot syndrome', 'PPE', '手足皮肤反应']],
    ['Pruritus', '瘙痒', [
      says('Mild or in one place; treated on the skin', '轻度或局限；局部治疗'),
      says('Widespread and intermittent; scratch marks; treatment by mouth; limits instrumental ADL', '广泛、间歇；抓痕；需口服治疗；影响工具性日常生活活动'),
      says('Widespread and constant; limits self-care or sleep; systemic treatment needed', '广泛、持续；影响自理或睡眠；需全身治疗'),
      null, null,
    ], ['Itching', '痒']],
    ['Rash maculo-papular', '斑丘疹', [
      says('Under 10 % of the body surface', '< 10 % 体表面积'),
      says('10 to 30 % of the body surface, limits instrumental ADL; or over 30 % with mild symptoms', '10–30 % 体表面积，影响工具性日常生活活动；或 > 30 % 但症状轻微'),
      says('Over 30 % of the body surface with moderate or severe symptoms; limits self-care', '> 30 % 体表面积伴中重度症状；影响自理性日常生活活动'),
      null, null,
    ], ['Rash', '皮疹']],
    ['Skin hyperpigmentation', '皮肤色素沉着', [
      says('Under 10 % of the body surface; no psychosocial impact', '< 10 % 体表面积；无心理社会影响'),
      says('Over 10 % of the body surface; psychosocial impact', '> 10 % 体表面积；有心理社会影响'),
      null, null, null,
    ], ['dark skin']],
    ['Stevens-Johnson syndrome', 'Stevens-Johnson 综合征', [
      null, null,
      says('Skin detached on under 10 % of the body surface', '皮肤剥脱 < 10 % 体表面积'),
      says('Skin detached on 10 to 30 % of the body surface', '皮肤剥脱 10–30 % 体表面积'),
      death,
    ]],
  ]),
  ...termsOf('nervous', [
    ['Dizziness', '头晕', [
      says('Mild unsteadiness', '轻度不稳感'),
      says('Moderate unsteadiness; limits instrumental ADL', '中度不稳感；影响工具性日常生活活动'),
      says('Severe unsteadiness; limits self-care', '重度不稳感；影响自理性日常生活活动'),
      null, null,
    ]],
    ['Dysgeusia', '味觉障碍', [
      says('Taste changed, diet unchanged', '味觉改变，饮食不变'),
      says('Taste changed with a change of diet; unpleasant or lost taste', '味觉改变并影响饮食；异味或味觉丧失'),
      null, null, null,
    ], ['taste change', '味觉改变']],
    ['Encephalopathy', '脑病', [
      says('Mild symptoms', '轻微症状'),
      says('Moderate symptoms; limit instrumental ADL', '中度症状；影响工具性日常生活活动'),
      severe, urgent, death,
    ], ['hepatic encephalopathy', '肝性脑病']],
    ['Headache', '头痛', pain],
    ['Paresthesia', '感觉异常', [
      says('Mild symptoms', '轻微症状'),
      says('Moderate symptoms; limit instrumental ADL', '中度症状；影响工具性日常生活活动'),
      severe, null, null,
    ], ['tingling', 'pins and needles', '发麻']],
    ['Peripheral sensory neuropathy', '外周感觉神经病变', [
      says('Without symptoms', '无症状'),
      says('Moderate symptoms; limit instrumental ADL', '中度症状；影响工具性日常生活活动'),
      severe, urgent, null,
    ], ['numbness', '麻木', '神经毒性']],
  ]),
  ...termsOf('musculoskeletal', [
    ['Arthralgia', '关节痛', pain, ['joint pain']],
    ['Back pain', '背痛', pain],
    ['Myalgia', '肌痛', pain, ['muscle pain']],
  ]),
  ...termsOf('psychiatric', [
    ['Insomnia', '失眠', [
      says('Mild difficulty in falling or staying asleep', '轻度入睡或维持睡眠困难'),
      says('Moderate difficulty in falling or staying asleep', '中度入睡或维持睡眠困难'),
      says('Severe difficulty in falling or staying asleep', '重度入睡或维持睡眠困难'),
      null, null,
    ]],
  ]),
  ...termsOf('respiratory', [
    ['Cough', '咳嗽', symptoms],
    ['Dyspnea', '呼吸困难', [
      says('Short of breath on moderate exertion', '中度活动时气促'),
      says('Short of breath on minimal exertion; limits instrumental ADL', '轻微活动时气促；影响工具性日常生活活动'),
      says('Short of breath at rest; limits self-care', '静息时气促；影响自理性日常生活活动'),
      urgent, death,
    ], ['shortness of breath', '气短']],
    ['Hoarseness', '声音嘶哑', [
      says('Mild or intermittent; fully understandable', '轻度或间歇；完全可听懂'),
      says('Moderate or persistent; sometimes has to repeat', '中度或持续；偶需重复'),
      says('Severe; mostly a whisper', '重度；多为耳语'),
      null, null,
    ], ['dysphonia', 'hoarse voice']],
    ['Pneumonitis', '非感染性肺炎', [
      says('Found by examination or test alone; no treatment needed', '仅检查发现；无需治疗'),
      says('Symptoms; medical treatment needed; limit instrumental ADL', '有症状；需药物治疗；影响工具性日常生活活动'),
      says('Severe symptoms; limit self-care; oxygen needed', '重度症状；影响自理；需吸氧'),
      urgent, death,
    ], ['immune-related pneumonitis', '免疫性肺炎']],
  ]),
]; // prettier-ignore
