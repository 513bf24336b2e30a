import os from 'node:os';

/** The name of the user's account on this computer, where the system tells it. */
export function accountName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return 'unknown';
  }
}
