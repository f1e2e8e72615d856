/**
 * An argument that a method cannot accept. `argument` names it as the caller wrote it, for instance `groups[1].times`.
 */
export class StatsInputError extends Error {
  override readonly name = 'StatsInputError';
  readonly argument: string;

  constructor(argument: string, reason: string) {
    super(`${argument}: ${reason}`);
    this.argument = argument;
  }
}
