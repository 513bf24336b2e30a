/** Whether new work may begin beside what runs: not while memory is near its limit. */
export interface Admission {
  readonly isOpen: () => boolean;
  /** Resolves once it is open; at once where it is. */
  readonly opened: () => Promise<void>;
}

export interface AdmissionGate extends Admission {
  readonly set: (open: boolean) => void;
}

export function createAdmission(): AdmissionGate {
  let open = true;
  let waiting: (() => void)[] = [];
  return {
    isOpen: () => open,
    opened: () =>
      new Promise((resolve) => {
        if (open) resolve();
        else waiting.push(resolve);
      }),
    set(now) {
      open = now;
      if (!open) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
  };
}
