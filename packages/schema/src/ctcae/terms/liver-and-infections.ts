import { bleeding, death, infection, pain, says, termsOf, urgent } from '../term.ts';

export const liverAndInfections = [
  ...termsOf('hepatobiliary', [
    ['Bile duct stenosis', '胆管狭窄', [
      says('Found by examination or test alone; no treatment needed', '仅检查发现；无需治疗'),
      says('Symptoms; intravenous fluids for under 24 h', '有症状；需静脉补液 < 24 小时'),
      says('Function severely altered; an invasive procedure needed', '功能严重改变；需侵入性操作'),
      says('Life-threatening; urgent operation needed', '危及生命；需紧急手术'),
      death,
    ], ['biliary stricture']],
    ['Cholecystitis', '胆囊炎', [
      null,
      says('Symptoms; medical treatment needed', '有症状；需药物治疗'),
      says('Severe symptoms; an invasive procedure needed', '重度症状；需侵入性操作'),
      says('Life-threatening; urgent operation needed', '危及生命；需紧急手术'),
      death,
    ]],
    ['Hepatic failure', '肝衰竭', [
      null, null,
      says('Flapping tremor; mild encephalopathy; drug-induced liver injury; limits self-care', '扑翼样震颤；轻度肝性脑病；药物性肝损伤；影响自理性日常生活活动'),
      says('Life-threatening; moderate to severe encephalopathy; coma', '危及生命；中至重度肝性脑病；昏迷'),
      death,
    ], ['liver failure']],
    ['Hepatic hemorrhage', '肝出血', bleeding, ['liver bleeding', 'tumour rupture', '肿瘤破裂出血']],
    ['Hepatic pain', '肝区疼痛', pain, ['liver pain']],
    ['Portal hypertension', '门静脉高压', [
      null,
      says('Flow in the portal vein reduced', '门静脉血流减少'),
      says('Flow reversed; varices or ascites', '门静脉血流逆转；伴静脉曲张和/或腹水'),
      urgent, death,
    ]],
    ['Portal vein thrombosis', '门静脉血栓形成', [
      null,
      says('No treatment needed', '无需治疗'),
      says('Medical treatment needed', '需药物治疗'),
      urgent, death,
    ]],
  ]),
  ...termsOf('immune', [
    ['Allergic reaction', '过敏反应', [
      says('No systemic treatment needed', '无需全身治疗'),
      says('Treatment by mouth needed', '需口服药物治疗'),
      says('Bronchospasm; hospital or intravenous treatment needed', '支气管痉挛；需住院或静脉治疗'),
      urgent, death,
    ], ['allergy', 'hypersensitivity', '过敏']],
    ['Anaphylaxis', '过敏性休克', [
      null, null,
      says('Bronchospasm with symptoms; treatment by injection needed; oedema; low blood pressure', '有症状的支气管痉挛；需注射治疗；血管性水肿；低血压'),
      urgent, death,
    ], ['anaphylactic shock', '严重过敏']],
    ['Cytokine release syndrome', '细胞因子释放综合征', [
      says('Fever with or without general symptoms', '发热，伴或不伴全身症状'),
      says('Low blood pressure that responds to fluids; hypoxia with under 40 % oxygen', '低血压对补液有反应；低氧需 < 40 % 氧浓度'),
      says('Low blood pressure on one vasopressor; hypoxia with 40 % oxygen or more', '低血压需一种升压药；低氧需 ≥ 40 % 氧浓度'),
      urgent, death,
    ]],
  ]),
  ...termsOf('infections', [
    ['Abdominal infection', '腹腔感染', infection],
    ['Biliary tract infection', '胆道感染', infection, ['cholangitis', '胆管炎']],
    ['Catheter related infection', '导管相关感染', infection, ['line infection', 'port infection']],
    ['Hepatic infection', '肝脏感染', infection, ['liver abscess', '肝脓肿']],
    ['Hepatitis B reactivation', '乙型肝炎再激活', [
      says('No or mild symptoms; no treatment needed', '无症状或轻微；无需治疗'),
      says('Moderate symptoms; medical treatment needed', '中度症状；需药物治疗'),
      says('Severe, not immediately life-threatening; hospital or intravenous treatment needed', '严重但不立即危及生命；需住院或静脉治疗'),
      says('Life-threatening; liver decompensated; urgent treatment needed', '危及生命；肝功能失代偿；需紧急治疗'),
      death,
    ], ['HBV reactivation', 'Hepatitis', '乙肝再激活']],
    ['Lung infection', '肺部感染', infection, ['pneumonia', '肺炎']],
    ['Sepsis', '脓毒症', [
      null, null,
      says('Blood culture positive with signs or symptoms; treatment needed', '血培养阳性伴体征或症状；需治疗'),
      urgent, death,
    ], ['blood poisoning', '败血症']],
  ]),
]; // prettier-ignore
