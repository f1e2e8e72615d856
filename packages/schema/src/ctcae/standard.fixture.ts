/**
 * Class and valid grades of the terms as NCI publishes them: Common Terminology Criteria for Adverse Events (CTCAE)
 * Version 5.0, U.S. Department of Health and Human Services, 27 November 2017, compared term by term with the table of its
 * workbook. One line for each class: terms and their grades.
 */
export const standard: Readonly<Record<string, string>> = {
  'Blood and lymphatic system disorders': 'Anemia 12345, Febrile neutropenia 345',
  'Cardiac disorders': 'Myocarditis 2345',
  'Endocrine disorders': 'Adrenal insufficiency 12345, Hyperthyroidism 12345, Hypophysitis 12345, Hypothyroidism 12345',
  'Gastrointestinal disorders':
    'Abdominal distension 123, Abdominal pain 123, Ascites 12345, Colitis 12345, Constipation 12345, Diarrhea 12345, Dry mouth 123, Duodenal ulcer 12345, Dyspepsia 123, Esophageal varices hemorrhage 2345, Gastric ulcer 12345, Gastritis 12345, Lower gastrointestinal hemorrhage 12345, Mucositis oral 12345, Nausea 123, Pancreatitis 2345, Upper gastrointestinal hemorrhage 12345, Visceral arterial ischemia 2345, Vomiting 12345',
  'General disorders and administration site conditions':
    'Chills 123, Edema limbs 123, Fatigue 123, Fever 12345, Infusion site extravasation 12345, Malaise 123',
  'Hepatobiliary disorders':
    'Bile duct stenosis 12345, Cholecystitis 2345, Hepatic failure 345, Hepatic hemorrhage 12345, Hepatic pain 123, Portal hypertension 2345, Portal vein thrombosis 2345',
  'Immune system disorders': 'Allergic reaction 12345, Anaphylaxis 345, Cytokine release syndrome 12345',
  'Infections and infestations':
    'Abdominal infection 2345, Biliary tract infection 2345, Catheter related infection 2345, Hepatic infection 2345, Hepatitis B reactivation 12345, Lung infection 2345, Sepsis 345',
  'Injury, poisoning and procedural complications':
    'Infusion related reaction 12345, Vascular access complication 12345',
  Investigations:
    'Alanine aminotransferase increased 1234, Alkaline phosphatase increased 1234, Aspartate aminotransferase increased 1234, Blood bilirubin increased 1234, Creatinine increased 1234, GGT increased 1234, INR increased 123, Lymphocyte count decreased 1234, Neutrophil count decreased 1234, Platelet count decreased 1234, Weight loss 123, White blood cell decreased 1234',
  'Metabolism and nutrition disorders':
    'Anorexia 12345, Hyperglycemia 12345, Hyperkalemia 12345, Hypoalbuminemia 12345, Hypokalemia 12345, Hyponatremia 12345, Tumor lysis syndrome 345',
  'Musculoskeletal and connective tissue disorders': 'Arthralgia 123, Back pain 123, Myalgia 123',
  'Nervous system disorders':
    'Dizziness 123, Dysgeusia 12, Encephalopathy 12345, Headache 123, Paresthesia 123, Peripheral sensory neuropathy 1234',
  'Psychiatric disorders': 'Insomnia 123',
  'Renal and urinary disorders': 'Acute kidney injury 345, Proteinuria 123',
  'Respiratory, thoracic and mediastinal disorders':
    'Cough 123, Dyspnea 12345, Epistaxis 12345, Hoarseness 123, Pleural effusion 12345, Pneumonitis 12345',
  'Skin and subcutaneous tissue disorders':
    'Alopecia 12, Dry skin 123, Palmar-plantar erythrodysesthesia syndrome 123, Pruritus 123, Rash maculo-papular 123, Skin hyperpigmentation 12, Stevens-Johnson syndrome 345',
  'Vascular disorders': 'Arterial thromboembolism 345, Hematoma 12345, Hypertension 12345, Thromboembolic event 12345',
};
