import { below, death, multiples, says, termsOf, urgent } from '../term.ts';

const enzymes = multiples('3', '5', '20');
const slowEnzymes = multiples('2.5', '5', '20');

export const bloodAndLaboratory = [
  ...termsOf('blood', [
    ['Anemia', '贫血', [
      says('Haemoglobin below the lower limit of normal to 100 g/L', '血红蛋白 < 正常值下限至 100 g/L'),
      says('Haemoglobin below 100 to 80 g/L', '血红蛋白 < 100 至 80 g/L'),
      says('Haemoglobin below 80 g/L; transfusion needed', '血红蛋白 < 80 g/L；需输血'),
      urgent, death,
    ], ['Anaemia', 'low haemoglobin', '血红蛋白降低']],
    ['Febrile neutropenia', '发热性中性粒细胞减少', [
      null, null,
      says(
        'Neutrophils below 1.0 × 10⁹/L with one temperature over 38.3 °C, or 38 °C or more for over an hour',
        '中性粒细胞 < 1.0 × 10⁹/L，且单次体温 > 38.3 °C，或 ≥ 38 °C 持续超过 1 小时',
      ),
      urgent, death,
    ], ['neutropenic fever']],
  ]),
  ...termsOf('investigations', [
    ['Alanine aminotransferase increased', '丙氨酸氨基转移酶升高', enzymes, ['ALT increased', 'GPT', '谷丙转氨酶升高']],
    ['Alkaline phosphatase increased', '碱性磷酸酶升高', slowEnzymes, ['ALP increased']],
    ['Aspartate aminotransferase increased', '天冬氨酸氨基转移酶升高', enzymes, ['AST increased', 'GOT', '谷草转氨酶升高']],
    ['Blood bilirubin increased', '血胆红素升高', multiples('1.5', '3', '10'), ['Bilirubin increased', 'jaundice', '黄疸']],
    ['Creatinine increased', '肌酐升高', [
      says('Over the upper limit of normal to 1.5 ×', '> 正常值上限至 1.5 倍'),
      says('Over 1.5 to 3 × baseline or upper limit of normal', '> 1.5 至 3 × 基线或正常值上限'),
      says('Over 3 × baseline, or over 3 to 6 × upper limit of normal', '> 3 × 基线，或 > 3 至 6 × 正常值上限'),
      says('Over 6 × upper limit of normal', '> 6 × 正常值上限'),
      null,
    ], ['kidney function']],
    ['GGT increased', 'γ-谷氨酰转移酶升高', slowEnzymes, ['gamma-glutamyltransferase']],
    ['INR increased', 'INR 升高', [
      says('Over 1.2 to 1.5; on anticoagulation over 1 to 1.5 × baseline; only watched', '> 1.2 至 1.5；抗凝者 > 1 至 1.5 × 基线；仅需监测'),
      says('Over 1.5 to 2.5; on anticoagulation over 1.5 to 2.5 × baseline; dose adjusted', '> 1.5 至 2.5；抗凝者 > 1.5 至 2.5 × 基线；需调整剂量'),
      says('Over 2.5; on anticoagulation over 2.5 × baseline; bleeding', '> 2.5；抗凝者 > 2.5 × 基线；出血'),
      null, null,
    ], ['prolonged prothrombin time', '凝血酶原时间延长']],
    ['Lymphocyte count decreased', '淋巴细胞计数降低', below('× 10⁹/L', ['0.8', '0.5', '0.2']), ['lymphopenia']],
    ['Neutrophil count decreased', '中性粒细胞计数降低', below('× 10⁹/L', ['1.5', '1.0', '0.5']), ['Neutropenia', '中性粒细胞减少']],
    ['Platelet count decreased', '血小板计数降低', below('× 10⁹/L', ['75', '50', '25']), ['Thrombocytopenia', 'low platelets', '血小板减少']],
    ['Weight loss', '体重减轻', [
      says('5 to under 10 % below baseline; no treatment needed', '较基线下降 5 至 < 10 %；无需治疗'),
      says('10 to under 20 % below baseline; nutritional support needed', '较基线下降 10 至 < 20 %；需营养支持'),
      says('20 % or more below baseline; tube or parenteral feeding needed', '较基线下降 ≥ 20 %；需管饲或肠外营养'),
      null, null,
    ], ['消瘦']],
    ['White blood cell decreased', '白细胞降低', below('× 10⁹/L', ['3.0', '2.0', '1.0']), ['Leucopenia', 'leukopenia', '白细胞减少']],
  ]),
  ...termsOf('metabolism', [
    ['Anorexia', '厌食', [
      says('Less appetite; eating habits unchanged', '食欲下降；进食习惯不变'),
      says('Eats differently, without marked weight loss; supplements needed', '进食改变，无明显体重下降；需口服营养补充'),
      says('Marked weight loss or malnutrition; tube or parenteral feeding needed', '明显体重下降或营养不良；需管饲或肠外营养'),
      urgent, death,
    ], ['Loss of appetite', '食欲减退', '没胃口']],
    ['Hyperglycemia', '高血糖', [
      says('Above baseline; no medical treatment', '高于基线；无需药物治疗'),
      says('Daily management of diabetes changed, a drug by mouth begun, or diabetes looked for', '糖尿病日常管理调整、开始口服降糖药或行糖尿病检查'),
      says('Insulin begun; hospital needed', '开始胰岛素治疗；需住院'),
      urgent, death,
    ], ['high blood sugar']],
    ['Hyperkalemia', '高钾血症', [
      says('Over the upper limit of normal to 5.5 mmol/L', '> 正常值上限至 5.5 mmol/L'),
      says('Over 5.5 to 6.0 mmol/L; treatment begun', '> 5.5 至 6.0 mmol/L；开始治疗'),
      says('Over 6.0 to 7.0 mmol/L; hospital needed', '> 6.0 至 7.0 mmol/L；需住院'),
      says('Over 7.0 mmol/L; life-threatening', '> 7.0 mmol/L；危及生命'),
      death,
    ], ['high potassium']],
    ['Hypoalbuminemia', '低白蛋白血症', [
      says('Below the lower limit of normal to 30 g/L', '< 正常值下限至 30 g/L'),
      says('Below 30 to 20 g/L', '< 30 至 20 g/L'),
      says('Below 20 g/L', '< 20 g/L'),
      urgent, death,
    ], ['Albumin decreased', '白蛋白降低']],
    ['Hypokalemia', '低钾血症', [
      says('Below the lower limit of normal to 3.0 mmol/L', '< 正常值下限至 3.0 mmol/L'),
      says('The same with symptoms; treatment needed', '< 正常值下限至 3.0 mmol/L，有症状；需治疗'),
      says('Below 3.0 to 2.5 mmol/L; hospital needed', '< 3.0 至 2.5 mmol/L；需住院'),
      says('Below 2.5 mmol/L; life-threatening', '< 2.5 mmol/L；危及生命'),
      death,
    ], ['low potassium']],
    ['Hyponatremia', '低钠血症', [
      says('Below the lower limit of normal to 130 mmol/L', '< 正常值下限至 130 mmol/L'),
      says('125 to 129 mmol/L without symptoms', '125–129 mmol/L，无症状'),
      says('125 to 129 mmol/L with symptoms, or 120 to 124 mmol/L', '125–129 mmol/L，有症状；或 120–124 mmol/L'),
      says('Below 120 mmol/L; life-threatening', '< 120 mmol/L；危及生命'),
      death,
    ], ['low sodium']],
    ['Tumor lysis syndrome', '肿瘤溶解综合征', [null, null, says('Present', '存在'), urgent, death]],
  ]),
]; // prettier-ignore
