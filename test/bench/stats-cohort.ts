/** Subjects in the benchmark with one covariate, and in the one with many. */
export const SUBJECTS = 1_000_000;
export const FEWER = 100_000;
export const COVARIATES = 10;
/** All days are below this. */
export const DAYS = 4096;

/** The same numbers in every run: a linear congruential generator, in (0, 1). */
function uniform(): () => number {
  let state = 20240229;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/** Day-resolution follow-up in two groups: ten years, exponential times, a third censored. */
export function makeCohort() {
  const random = uniform();
  const columns = {
    days: new Int32Array(SUBJECTS),
    event: new Uint8Array(SUBJECTS),
    group: new Uint8Array(SUBJECTS),
    age: new Float64Array(SUBJECTS),
    /** [COVARIATES, FEWER] column by column, of the first subjects: noise around age, every other one a 0 or 1. */
    x: new Float64Array(COVARIATES * FEWER),
  };
  for (let i = 0; i < SUBJECTS; i++) {
    const age = 40 + 40 * random();
    const group = random() < 0.5 ? 0 : 1;
    const hazard = 0.0008 * Math.exp(0.02 * (age - 60) - 0.3 * group);
    const death = -Math.log(random()) / hazard;
    const censoring = 3650 * random() ** 0.5;
    columns.days[i] = Math.ceil(Math.min(death, censoring));
    columns.event[i] = death <= censoring ? 1 : 0;
    columns.group[i] = group;
    columns.age[i] = age;
  }
  for (let k = 0; k < COVARIATES; k++) {
    for (let i = 0; i < FEWER; i++) {
      const value = (columns.age[i] as number) / 40 + (k + 1) * random();
      columns.x[k * FEWER + i] = k % 2 === 0 ? value : value > 1.5 + k / 2 ? 1 : 0;
    }
  }
  return columns;
}

export type Cohort = ReturnType<typeof makeCohort>;

/** The two groups, each in its own columns, as a caller would have them. */
export function groupsOf({ days, event, group }: Cohort) {
  return [0, 1].map((wanted) => {
    const isMember = (_: number, i: number) => group[i] === wanted;
    return { label: String(wanted), times: { days: days.filter(isMember), event: event.filter(isMember) } };
  });
}

/** A hundred million subjects over 4,000 days, as a database returns them: counted per group and day. */
export function countedGroups() {
  const random = uniform();
  return ['0', '1'].map((label) => {
    const day = () => new Float64Array(4000);
    const times = { days: day().map((_, i) => i + 1), events: day(), censored: day() };
    for (let i = 0; i < 4000; i++) {
      times.events[i] = Math.round(20_000 * Math.exp(-i / 2000) * random()) + 1;
      times.censored[i] = Math.round(16_400 * random()) + 1;
    }
    return { label, times };
  });
}
