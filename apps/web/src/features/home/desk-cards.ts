import { isRole, type Right, type Role } from '@haim/schema';

/** The parts of a study's first page, and which rights make one useful: any of them is enough. */
export const cardRights = {
  reading: ['readBlind', 'adjudicate'],
  doubleEntry: ['enterSecond'],
  day: ['enterRecords'],
  review: ['raiseQueries'],
  unsigned: ['signRecords'],
  records: ['enterRecords'],
  slides: ['drawOutlines', 'runModels'],
  models: ['trainModels', 'decideOnModels'],
  people: ['managePeople'],
  trouble: ['manageStudy'],
  rules: ['readRecords'],
  analysis: ['readRecords'],
  changes: ['readRecords'],
} as const satisfies Readonly<Record<string, readonly Right[]>>;

export type DeskCard = keyof typeof cardRights;

const ofOpenStudies: ReadonlySet<DeskCard> = new Set(['day', 'review', 'unsigned', 'records', 'slides']);

/** What somebody with a role does first comes first. */
const desks: Readonly<Record<Role, readonly DeskCard[]>> = {
  portalAdministrator: ['people', 'trouble', 'models'],
  administrator: ['people', 'trouble', 'day', 'records', 'models', 'changes'],
  dataManager: ['day', 'review', 'rules', 'records', 'changes'],
  staff: ['day', 'records', 'slides', 'changes'],
  reader: ['reading'],
  adjudicator: ['reading'],
  secondEntry: ['doubleEntry'],
  pathologist: ['slides', 'analysis'],
  investigator: ['analysis', 'unsigned', 'models', 'changes'],
  statistician: ['analysis', 'rules', 'changes'],
  modelDeveloper: ['models', 'slides', 'analysis'],
  monitor: ['review', 'changes'],
};

/**
 * The cards of somebody's roles in a study, each once, those of the first role first. In a closed study
 * nothing waits for anybody.
 */
export function deskOf(roles: readonly string[], isClosed: boolean): readonly DeskCard[] {
  const cards = new Set(roles.filter(isRole).flatMap((role) => desks[role]));
  return [...cards].filter((card) => !isClosed || !ofOpenStudies.has(card));
}
