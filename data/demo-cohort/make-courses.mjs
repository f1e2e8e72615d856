// SYNTHETIC (no real patient): HAIC cycles, courses of TKI and ICI, laboratory results, later treatments and answers about
// eligibility for the patients of patients.csv and lesions.csv, consistent with their arm, dates, response, progression and
// death, and a screening log of them and of people who never were. Usage: node make-courses.mjs [seed] [folder]   writes
// cycles.csv, courses.csv, labs.csv, later.csv, eligibility.csv and screening.csv, the same bytes for the same seed. Every share and every range below is chosen to look plausible and estimated from nothing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const seed = Number(process.argv[2] ?? 2);
const folder = process.argv[3] ?? import.meta.dirname;

/** mulberry32: uniform on [0, 1). */
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

// Each patient draws from a generator of their own, so that one patient's rows depend on no other's.
const draws = (uniform) => {
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const whole = (from, to) => from + Math.floor(uniform() * (to - from + 1));
  const between = (from, to) => from + uniform() * (to - from);
  const chance = (share) => uniform() < share;
  const oneOf = (weights) => {
    let left = uniform() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    return Object.entries(weights).find(([, weight]) => (left -= weight) < 0)?.[0] ?? Object.keys(weights)[0];
  };
  return { normal, whole, between, chance, oneOf };
};

const rowsOf = (name) => {
  const [head, ...lines] = readFileSync(join(import.meta.dirname, name), 'utf8').trim().split(/\r?\n/);
  const columns = head.replaceAll('"', '').split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [columns[at], cell])));
};
const dayOf = (start, days) => new Date(Date.parse(start) + days * 86_400_000).toISOString().slice(0, 10);
const rounded = (value, digits) => Number(value.toFixed(digits));
const within = (value, from, to) => Math.min(to, Math.max(from, value));

const visits = Map.groupBy(rowsOf('lesions.csv'), ({ id }) => id);
const patients = rowsOf('patients.csv').map((row, place) => ({
  row,
  code: row.patient_id,
  centre: row.centre,
  start: row.enrolled_on,
  /** Day of the last contact or death; nothing happens after it. */
  end: Number(row.os_days),
  hasDied: row.death === '1',
  progression: row.pfs_event_type === 'progression' ? Number(row.pfs_days) : null,
  visits: visits.get(row.patient_id).map(({ day, sum_mm: sum }) => ({ day: Number(day), sum: Number(sum) })),
  uniform: generator(seed * 1_000_003 + place),
}));

/** Two to eight cycles, three weeks apart or somewhat more, none after progression and none in the last week. */
function cyclesOf({ code, centre, start, end, progression }, { whole, chance }) {
  const planned = whole(4, 8);
  const last = Math.min(end - 7, progression ?? end);
  const isRaltitrexed = chance(0.08);
  const cycles = [];
  let isReduced = false;
  for (let day = 0; cycles.length < planned && day <= last; ) {
    const isFirst = cycles.length === 0;
    const isNewlyReduced = !isFirst && !isReduced && chance(0.07);
    isReduced ||= isNewlyReduced;
    const delay = cycles.at(-1)?.delay ?? 0;
    const dose = isReduced ? 0.75 : 1;
    cycles.push({
      delay: chance(0.12) ? whole(7, 14) : whole(0, 4),
      row: [
        code,
        centre,
        cycles.length + 1,
        dayOf(start, day),
        isRaltitrexed ? 'oxaliplatinRaltitrexed' : 'folfox',
        rounded(130 * dose, 1),
        isRaltitrexed ? '' : 400,
        isRaltitrexed ? '' : rounded(2800 * dose, 0),
        isRaltitrexed ? rounded(3 * dose, 2) : '',
        isReduced ? 'reduced' : delay >= 7 ? 'delayed' : 'none',
        isReduced ? 'low platelet count' : delay >= 7 ? 'raised aminotransferases' : '',
      ],
    });
    day += 21 + cycles.at(-1).delay;
  }
  return cycles.map(({ row }) => row);
}

/** The TKI from the first days, the ICI from the first cycle or the second; both to progression, toxicity or the end. */
function coursesOf({ row, code, centre, start, end, hasDied, progression }, { whole, chance, oneOf }) {
  if (row.arm !== 'HTI') return [];
  const isEarly = start < '2019-01-01';
  const kinds = [
    {
      drugClass: 'tki',
      drug: oneOf(isEarly ? { sorafenib: 6, apatinib: 4 } : { lenvatinib: 6, apatinib: 2, sorafenib: 1, donafenib: 1 }),
      from: whole(0, 7),
    },
    {
      drugClass: 'ici',
      drug: oneOf(
        isEarly
          ? { nivolumab: 5, pembrolizumab: 5 }
          : { camrelizumab: 4, sintilimab: 3, tislelizumab: 2, toripalimab: 1 },
      ),
      from: chance(0.75) ? whole(1, 3) : whole(22, 24),
    },
  ];
  return kinds.map(({ drugClass, drug, from }) => {
    const isToxic = chance(0.1);
    const natural = progression ?? (hasDied ? end : null);
    const toxic = isToxic ? from + whole(28, 140) : null;
    const stopsForToxicity = toxic !== null && toxic < (natural ?? end);
    const stopped = stopsForToxicity ? toxic : natural;
    const reason = stopsForToxicity ? 'adverseEvent' : progression !== null ? 'progression' : 'death';
    return [
      code,
      centre,
      drugClass,
      drug,
      dayOf(start, from),
      stopped === null ? '' : dayOf(start, stopped),
      stopped === null ? '' : reason,
      drugClass === 'ici' ? '200 mg every 3 weeks' : '',
    ];
  });
}

/** Limits of normal of an imagined laboratory. */
const limits = {
  AFP: ['ng/mL', '', 20],
  BILI: ['umol/L', '', 23],
  ALB: ['g/L', 35, 55],
  INR: ['ratio', '', ''],
  ALT: ['U/L', '', 50],
  PLAT: ['10^9/L', 100, 350],
};

/**
 * Six tests in the week before the first HAIC, AFP, bilirubin and albumin again on the day of each image. Bilirubin,
 * albumin and INR lie in the ranges that give the recorded Child-Pugh class; AFP follows the viable diameters.
 */
function labsOf({ row, code, centre, start, visits: images }, { normal, whole, between }) {
  const isB = row.child_pugh === 'B';
  const before = dayOf(start, -whole(0, 6));
  const first = {
    AFP: Math.exp(Math.log(260) + 2.1 * normal()),
    BILI: isB ? between(34.5, 49) : between(8, 30),
    ALB: isB ? between(28.5, 34.5) : between(36, 46),
    INR: isB ? between(1.15, 1.6) : between(0.95, 1.25),
    ALT: Math.exp(Math.log(42) + 0.5 * normal()),
    PLAT: within(170 + 70 * normal(), 60, 480),
  };
  const digits = { AFP: 1, BILI: 1, ALB: 1, INR: 2, ALT: 0, PLAT: 0 };
  const result = (test, on, value) => {
    const [unit, lower, upper] = limits[test];
    const isBeyond = test === 'AFP' && value > 60_500;
    return [
      code,
      centre,
      test,
      on,
      isBeyond ? 60_500 : rounded(value, digits[test]),
      isBeyond ? '>' : '',
      unit,
      lower,
      upper,
    ];
  };
  const [baseline] = images;
  const later = images.slice(1).flatMap(({ day, sum }) => {
    const on = dayOf(start, day);
    const share = (sum + 3) / (baseline.sum + 3);
    return [
      result('AFP', on, within(first.AFP * share ** 1.4 * Math.exp(0.25 * normal()), 1.2, 1e6)),
      result('BILI', on, within(first.BILI * Math.exp(0.2 * normal()), 5, 140)),
      result('ALB', on, within(first.ALB + 2 * normal(), 22, 50)),
    ];
  });
  return [...Object.entries(first).map(([test, value]) => result(test, before, within(value, 0.9, 1e6))), ...later];
}

/** For two thirds of those who lived on after progression. */
function laterOf({ code, centre, start, end, progression }, { whole, chance, oneOf }) {
  if (progression === null || end - progression < 14 || !chance(0.65)) return [];
  const day = progression + whole(5, Math.min(40, end - progression - 3));
  const therapy = oneOf({ tace: 35, systemic: 30, radiotherapy: 15, haic: 10, ablation: 10 });
  return [[code, centre, therapy, dayOf(start, day), '']];
}

/**
 * The cohort is what the published criteria left over: nobody has another malignant tumour, an artery that was not found,
 * or was lost. Both kinds of image are those of lesions.csv. One form in twenty is still to be filled in.
 */
function eligibilityOf({ code, centre, visits: images }, { chance }) {
  if (chance(0.05)) return [];
  return [[code, centre, images[0]?.day === 0, images.length > 1, false, false, false]];
}

const files = {
  'cycles.csv': [
    cyclesOf,
    'cycle_number,given_on,regimen,oxaliplatin_mg_m2,leucovorin_mg_m2,fluorouracil_mg_m2,raltitrexed_mg_m2,dose_change,dose_change_reason',
  ],
  'courses.csv': [coursesOf, 'drug_class,drug,course_started_on,stopped_on,stop_reason,dose_schedule'],
  'labs.csv': [labsOf, 'test,taken_on,value,beyond,unit,lower_normal,upper_normal'],
  'later.csv': [laterOf, 'therapy,therapy_on,therapy_note'],
  'eligibility.csv': [
    eligibilityOf,
    'baseline_imaging_available,follow_up_imaging_available,other_malignancy,feeding_artery_unidentified,lost_to_follow_up',
  ],
};
for (const [name, [make, headings]] of Object.entries(files)) {
  const lines = patients.flatMap((patient) => make(patient, draws(patient.uniform)).map((cells) => cells.join(',')));
  writeFileSync(join(folder, name), [`patient_code,centre,${headings}`, ...lines, ''].join('\n'));
  console.log(`${name}: ${lines.length} rows`);
}

/** Of those who were screened and not enrolled: how many for which criterion, or otherwise. Invented: nobody published it. */
const screenedOut = {
  lesionOver50mm: 31,
  twoHaicCycles: 14,
  baselineImaging: 5,
  followUpImaging: 7,
  childPughC: 12,
  ecogOver2: 6,
  otherMalignancy: 9,
  feedingArtery: 4,
  lostToFollowUp: 5,
  declined: 5,
  other: 3,
};

/** A line for each patient, up to two weeks before the first HAIC, and one for each who was not enrolled, numbered by day. */
function screeningLog() {
  const { whole, chance, oneOf } = draws(generator(seed * 1_000_003 + patients.length));
  const enrolled = patients.map(({ code, centre, start }) => {
    return { centre, on: dayOf(start, -whole(0, 14)), cells: ['enrolled', '', '', code] };
  });
  const [first, last] = [patients.map(({ start }) => start).toSorted().at(0), patients.map(({ start }) => start).toSorted().at(-1)];
  const days = (Date.parse(last) - Date.parse(first)) / 86_400_000;
  const criteria = Object.keys(screenedOut).filter((code) => code !== 'declined' && code !== 'other');
  const out = Object.entries(screenedOut).flatMap(([why, n]) =>
    Array.from({ length: n }, () => {
      const isCriterion = criteria.includes(why);
      // Somebody may fail a later criterion too; the flow counts the first.
      const later = criteria.slice(criteria.indexOf(why) + 1);
      const failed = isCriterion && later.length > 0 && chance(0.1) ? [why, later[whole(0, later.length - 1)]] : [why];
      return {
        centre: oneOf({ NFH: 176, FAHSYU: 202 }),
        on: dayOf(first, whole(0, days)),
        cells: isCriterion
          ? ['notEligible', failed.join(' '), '', '']
          : [why, '', why === 'other' ? 'treated elsewhere before the first cycle' : '', ''],
      };
    }),
  );
  const byCentre = Map.groupBy([...enrolled, ...out], ({ centre }) => centre);
  return [...byCentre.keys()].toSorted().flatMap((centre) =>
    byCentre
      .get(centre)
      .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
      .map(({ on, cells }, i) => [centre, `SYN-${String(i + 1).padStart(3, '0')}`, on, ...cells].join(',')),
  );
}

const log = screeningLog();
const logHeadings = 'centre,number,screened_on,outcome,failed_criteria,reason,patient_code';
writeFileSync(join(folder, 'screening.csv'), [logHeadings, ...log, ''].join('\n'));
console.log(`screening.csv: ${log.length} rows`);
