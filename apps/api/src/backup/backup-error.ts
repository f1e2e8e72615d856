/** Why a backup cannot be made, read or restored; its message is one sentence for the operator. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
