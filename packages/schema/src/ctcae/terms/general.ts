import { bleeding, death, found, says, termsOf, urgent } from '../term.ts';

export const general = [
  ...termsOf('general', [
    ['Chills', '寒战', [
      says('Mild: feels cold, shivers, teeth chatter', '轻度：畏寒、发抖、牙齿打颤'),
      says('Moderate tremor of the whole body; narcotics needed', '中度全身颤抖；需使用麻醉性药物'),
      says('Severe or prolonged; narcotics do not help', '重度或持续；麻醉性药物无效'),
      null, null,
    ]],
    ['Edema limbs', '肢体水肿', [
      says('Limbs differ by 5 to 10 %; seen on close inspection', '肢体差异 5–10 %；近看可见'),
      says('Over 10 to 30 %; readily apparent; limits instrumental ADL', '> 10–30 %；明显可见；影响工具性日常生活活动'),
      says('Over 30 %; gross; limits self-care', '> 30 %；显著变形；影响自理性日常生活活动'),
      null, null,
    ], ['Oedema', 'swollen legs', '水肿']],
    ['Fatigue', '乏力', [
      says('Relieved by rest', '休息后缓解'),
      says('Not relieved by rest; limits instrumental ADL', '休息后不缓解；影响工具性日常生活活动'),
      says('Not relieved by rest; limits self-care', '休息后不缓解；影响自理性日常生活活动'),
      null, null,
    ], ['tiredness', '疲劳', '疲乏']],
    ['Fever', '发热', [
      says('38.0 to 39.0 °C', '38.0–39.0 °C'),
      says('Over 39.0 to 40.0 °C', '> 39.0–40.0 °C'),
      says('Over 40.0 °C for 24 h or less', '> 40.0 °C，≤ 24 小时'),
      says('Over 40.0 °C for more than 24 h', '> 40.0 °C，> 24 小时'),
      death,
    ], ['high temperature', '发烧']],
    ['Infusion site extravasation', '输液部位外渗', [
      says('Swelling without pain', '无痛性水肿'),
      says('Redness with swelling, pain, hardening or phlebitis', '红斑伴水肿、疼痛、硬结或静脉炎'),
      says('Ulcer or necrosis; an operation needed', '溃疡或坏死；需手术'),
      urgent, death,
    ]],
    ['Malaise', '不适', [
      says('Feels unwell', '不适感'),
      says('Feels unwell; limits instrumental ADL', '不适感；影响工具性日常生活活动'),
      says('Feels unwell; limits self-care', '不适感；影响自理性日常生活活动'),
      null, null,
    ]],
  ]),
  ...termsOf('injury', [
    ['Infusion related reaction', '输液相关反应', [
      says('Mild and passing; the infusion is not interrupted', '轻度、一过性；无需中断输液'),
      says('Infusion interrupted; responds promptly to treatment', '需中断输液；对症治疗迅速缓解'),
      says('Prolonged or recurring; hospital needed', '持续或反复；需住院'),
      urgent, death,
    ]],
    ['Vascular access complication', '血管通路并发症', [
      says('Thrombolysis into the line, not for the whole body', '导管内溶栓，非全身治疗'),
      says('Device displaced, blocked or leaking; replacement needed', '装置移位、堵塞或渗漏；需更换'),
      says('Embolism or thrombosis; treatment needed', '肺栓塞或血栓形成；需治疗'),
      says('Life-threatening with unstable circulation or neurological deficit', '危及生命；血流动力学或神经功能不稳定'),
      death,
    ], ['catheter complication', 'catheter displacement', '导管移位', '导管堵塞']],
  ]),
  ...termsOf('cardiac', [
    ['Myocarditis', '心肌炎', [
      null,
      says('Symptoms on moderate exertion', '中度活动时有症状'),
      says('Severe symptoms at rest or on minimal exertion; treatment needed', '静息或轻微活动时重度症状；需治疗'),
      urgent, death,
    ], ['immune-related myocarditis', '免疫性心肌炎']],
  ]),
  ...termsOf('endocrine', [
    ['Adrenal insufficiency', '肾上腺功能不全', [
      found,
      says('Moderate symptoms; medical treatment needed', '中度症状；需药物治疗'),
      says('Severe symptoms; hospital needed', '重度症状；需住院'),
      urgent, death,
    ]],
    ['Hyperthyroidism', '甲状腺功能亢进', [
      found,
      says('Symptoms; thyroid suppression needed; limit instrumental ADL', '有症状；需抗甲状腺治疗；影响工具性日常生活活动'),
      says('Severe symptoms; limit self-care; hospital needed', '重度症状；影响自理；需住院'),
      urgent, death,
    ], ['overactive thyroid', '甲亢']],
    ['Hypophysitis', '垂体炎', [
      says('No or mild symptoms; no treatment needed', '无症状或轻微；无需治疗'),
      says('Moderate; little or local treatment needed; limits instrumental ADL', '中度；需轻微或局部治疗；影响工具性日常生活活动'),
      says('Severe, not immediately life-threatening; hospital needed; limits self-care', '严重但不立即危及生命；需住院；影响自理'),
      urgent, death,
    ]],
    ['Hypothyroidism', '甲状腺功能减退', [
      found,
      says('Symptoms; thyroid replacement needed; limit instrumental ADL', '有症状；需甲状腺素替代；影响工具性日常生活活动'),
      says('Severe symptoms; limit self-care; hospital needed', '重度症状；影响自理；需住院'),
      urgent, death,
    ], ['underactive thyroid', '甲减']],
  ]),
  ...termsOf('renal', [
    ['Acute kidney injury', '急性肾损伤', [
      null, null,
      says('Hospital needed', '需住院'),
      says('Life-threatening; dialysis needed', '危及生命；需透析'),
      death,
    ], ['kidney failure', '肾衰竭']],
    ['Proteinuria', '蛋白尿', [
      says('1+, or from the upper limit of normal to under 1.0 g in 24 h', '1+，或 24 小时尿蛋白 ≥ 正常值上限至 < 1.0 g'),
      says('2+ or 3+, or 1.0 to under 3.5 g in 24 h', '2+ 或 3+，或 24 小时尿蛋白 1.0 至 < 3.5 g'),
      says('4+, or 3.5 g in 24 h or more', '4+，或 24 小时尿蛋白 ≥ 3.5 g'),
      null, null,
    ], ['protein in the urine']],
  ]),
  ...termsOf('respiratory', [
    ['Epistaxis', '鼻出血', bleeding, ['nosebleed', '流鼻血']],
    ['Pleural effusion', '胸腔积液', [
      found,
      says('Symptoms; diuretics or puncture needed', '有症状；需利尿剂或胸腔穿刺'),
      says('Respiratory distress and hypoxia; chest tube or pleurodesis needed', '呼吸窘迫和低氧；需胸腔引流或胸膜固定'),
      urgent, death,
    ], ['fluid on the lung']],
  ]),
  ...termsOf('vascular', [
    ['Arterial thromboembolism', '动脉血栓栓塞', [
      null, null,
      says('Urgent treatment needed', '需紧急治疗'),
      says('Life-threatening; unstable circulation, organ damage or loss of a limb', '危及生命；循环不稳定、器官损害或肢体丧失'),
      death,
    ]],
    ['Hematoma', '血肿', [
      says('Mild symptoms; no treatment needed', '症状轻微；无需治疗'),
      says('Minimally invasive evacuation or aspiration needed', '需微创清除或抽吸'),
      says('Transfusion or an invasive procedure needed', '需输血或侵入性操作'),
      urgent, death,
    ], ['bruise', '瘀血']],
    ['Hypertension', '高血压', [
      says('Adults: systolic 120–139 or diastolic 80–89 mmHg', '成人：收缩压 120–139 或舒张压 80–89 mmHg'),
      says('Adults: systolic 140–159 or diastolic 90–99 mmHg; or one drug needed', '成人：收缩压 140–159 或舒张压 90–99 mmHg；或需单药治疗'),
      says('Adults: systolic 160 or diastolic 100 mmHg or more; more than one drug or more intensive treatment', '成人：收缩压 ≥ 160 或舒张压 ≥ 100 mmHg；需多药或加强治疗'),
      says('Life-threatening (malignant hypertension, neurological deficit, crisis)', '危及生命（恶性高血压、神经功能缺损、高血压危象）'),
      death,
    ], ['high blood pressure', '血压升高']],
    ['Thromboembolic event', '血栓栓塞事件', [
      says('No medical treatment needed (superficial)', '无需药物治疗（浅表血栓）'),
      says('Medical treatment needed', '需药物治疗'),
      says('Urgent medical treatment needed (pulmonary embolism, clot in the heart)', '需紧急药物治疗（肺栓塞、心内血栓）'),
      says('Life-threatening with unstable circulation or neurological deficit', '危及生命；血流动力学或神经功能不稳定'),
      death,
    ], ['deep vein thrombosis', 'DVT', '深静脉血栓']],
  ]),
]; // prettier-ignore
