import { columnOf, type FieldSpec } from '../form.ts';

/** A heading as it is compared: without case, marks, blanks and what is in brackets. */
export function plainWord(text: string): string {
  return withoutBrackets(text)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{P}\p{S}\s_]+/gu, '');
}

function withoutBrackets(text: string): string {
  return text.replaceAll(/[（(［[【][^）)］\]】]*[）)］\]】]/g, ' ');
}

/** What is in brackets, or behind the last blank or slash: there a unit is written. */
export function unitsIn(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const bracketed = [...plain.matchAll(/[([【]([^)\]】]*)[)\]】]/g)].map(([, unit = '']) => unit.trim());
  const last = /[\s_,，]([a-zµμ/%]+)$/.exec(plain)?.[1];
  return [...bracketed, ...(last ? [last] : [])];
}

/** The words of a heading: tumourSizeMm, tumour_size and "Tumour size" have the same. */
export function wordsOf(text: string): string[] {
  return withoutBrackets(columnOf(text))
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => spellings.get(word) ?? word);
}

const spellings: ReadonlyMap<string, string> = new Map([
  ['tumor', 'tumour'],
  ['center', 'centre'],
  ['hbsag', 'hepatitisb'],
  ['hbv', 'hepatitisb'],
  ['pvtt', 'portalveinthrombus'],
  ['dob', 'birth'],
]);

/** How headings of other files call the patient's code and centre. */
export const patientNames = {
  code: words('patientcode patientid patient subject subjectid subjid usubjid caseid caseno id no number recordid subjectkey 编号 患者编号 病例号 受试者编号 患者 序号 研究编号'), // prettier-ignore
  centre: words(
    'centre center site siteid hospital institution dataaccessgroup redcapdataaccessgroup locationoid 中心 医院 研究中心 中心编号',
  ),
} as const;

/** How headings of other files call a field, beside its name and its labels. */
const others: Readonly<Record<string, readonly string[]>> = {
  enrolledOn: words(
    'enrollmentdate enrolmentdate dateofenrollment rficdtc registrationdate 入组时间 登记日期 入院日期',
  ),
  ageYears: words('age ageyears 年龄 岁数'),
  sex: words('sex gender 性别'),
  ecogPs: words('ecog ps performancestatus ecogps ecog评分 体能评分'),
  childPughClass: words('childpugh childpughclass childpughgrade child childpugh分级 肝功能分级 肝功能'),
  hepatitisB: words('hepatitisb hbsag hbv hbvinfection 乙肝 乙型肝炎 乙肝表面抗原 乙肝病史'),
  cirrhosis: words('cirrhosis livercirrhosis 肝硬化'),
  afpNgMl: words('afp alphafetoprotein 甲胎蛋白'),
  tumourSizeMm: words(
    'tumoursize tumorsize tumoursizemm tumorsizecm maxdiameter size diameter 肿瘤大小 肿瘤最大径 最大径 肿瘤直径',
  ),
  lesionCount: words('lesions numberoflesions tumournumber tumornumber 肿瘤数目 病灶数 病灶数目 肿瘤个数'),
  lesionNumber: words('tumormultiplicity tumourmultiplicity multiplicity 肿瘤数量 单发多发'),
  portalVeinThrombus: words(
    'pvtt portalveintumorthrombus portalveinthrombus portalvein vascularinvasion 门静脉癌栓 癌栓 血管侵犯',
  ),
  extrahepaticMetastasis: words('metastasis ehs extrahepaticspread extrahepaticmetastasis 肝外转移 远处转移 转移'),
  bclcStage: words('bclc bclcstage bclc分期 bclc期'),
  sourceStageGroup: words('stagegroup'),
  arm: words('arm treatment group treatmentgroup treatmentarm 分组 治疗方案 治疗组 治疗方式 治疗'),
  startedOn: words(
    'treatmentstart treatmentdate firsthaic dateoffirsthaic 首次haic日期 治疗开始日期 开始治疗日期 首次治疗日期',
  ),
  contactOn: words(
    'lastfollowup lastcontact lastvisit followupdate lastseen deathdate 末次随访 末次随访日期 末次随访时间 随访日期 死亡日期',
  ),
  contactDay: words(
    'os ostime osdays osmonths overallsurvival survivaltime survivaldays survivalmonths followuptime followupdays followupmonths 总生存期 总生存时间 生存时间 随访时间',
  ),
  vitalStatus: words(
    'death dead died status vitalstatus survivalstatus osevent osstatus 死亡 生存状态 是否死亡 存活状态 结局',
  ),
  assessedOn: words('scandate imagedate imagingdate ctdate mridate assessmentdate 影像日期 检查日期 复查日期'),
  readerResponse: words('response mrecist recist overallresponse bestresponse 疗效 疗效评价'),
  givenOn: words('haicdate cycledate givendate 给药日期 治疗日期'),
  takenOn: words('sampledate labdate collectiondate testdate 采样日期 检验日期 化验日期'),
  causeOfDeath: words('causeofdeath deathcause 死亡原因 死因'),
};

function words(list: string): readonly string[] {
  return list.split(' ');
}

const fillers = new Set(['a', 'an', 'at', 'by', 'for', 'in', 'is', 'of', 'on', 'the', 'to']);

/** Without those that most headings have: a date of birth is not a date of enrolment. */
function tellingWords(text: string): string[] {
  const words = wordsOf(text);
  const telling = words.filter((word) => !fillers.has(word));
  return telling.length > 0 ? telling : words;
}

/** How near a heading is to the names of a field, 0 to 1. */
export function nearness(heading: string, field: string, spec: FieldSpec): number {
  const plain = plainWord(heading);
  if (plain === '') return 0;
  const { en, zh } = spec.label;
  const short = spec.analysis?.short;
  const names = [
    field,
    columnOf(field),
    en,
    zh,
    ...(short ? [short.en, short.zh] : []),
    ...(spec.cdisc ? [spec.cdisc] : []),
  ];
  if (names.some((name) => plainWord(name) === plain)) return 1;
  if (others[field]?.includes(plain)) return 0.95;
  const given = new Set(tellingWords(heading));
  const shared = Math.max(
    ...[field, en].map((name) => {
      const own = new Set(tellingWords(name));
      const both = [...own].filter((word) => given.has(word)).length;
      return both / Math.max(own.size, given.size);
    }),
  );
  // A Chinese label is one word: how much of the shorter of the two is in the other.
  const [shorter, longer] = [plain, plainWord(zh)].toSorted((a, b) => a.length - b.length);
  const within =
    shorter && shorter.length > 1 && longer?.includes(shorter) && /\p{Script=Han}/u.test(shorter) ? 0.8 : 0;
  return Math.max(0.9 * shared, within);
}
