/** What other rooms may know of backups: how the last ones went. */
export { type BackupHealth, backupHealth, type BackupState, type MadeBackup, readBackupState } from './backup-state.ts';
