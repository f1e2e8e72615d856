import { isRole, type Right, type Role } from '@haim/schema';

/** The parts of a study's first page, and which rights make one useful: any of them is enough. */
export const cardRights = {
  reading: ['readBlind', 'adjudicate'],
  doubleEntry: ['enterSecond'],
  records: ['enterRecords'],
  slides: ['drawOutlines', 'runModels'],
  models: ['trainModels', 'decideOnModels'],
  people: ['managePeople'],
  analysis: ['readRecords'],
  changes: ['readRecords'],
} as const satisfies Readonly<Record<string, readonly Right[]>>;

export type DeskCard = keyof typeof cardRights;

/** What somebody with a role does first comes first. */
const desks: Readonly<Record<Role, readonly DeskCard[]>> = {
  portalAdministrator: ['people', 'models'],
  administrator: ['people', 'records', 'models', 'slides', 'analysis', 'changes'],
  dataManager: ['records', 'changes', 'analysis'],
  staff: ['records', 'slides', 'analysis', 'changes'],
  reader: ['reading'],
  adjudicator: ['reading'],
  secondEntry: ['doubleEntry'],
  pathologist: ['slides', 'analysis'],
  investigator: ['analysis', 'models', 'changes'],
  statistician: ['analysis', 'changes'],
  modelDeveloper: ['models', 'slides', 'analysis'],
  monitor: ['changes', 'analysis'],
};

/**
 * The cards of somebody's roles in a study, each once, those of the first role first. In a closed study no
 * record and no slide waits for anybody.
 */
export function deskOf(roles: readonly string[], isClosed: boolean): readonly DeskCard[] {
  const cards = new Set(roles.filter(isRole).flatMap((role) => desks[role]));
  return [...cards].filter((card) => !isClosed || (card !== 'records' && card !== 'slides'));
}
