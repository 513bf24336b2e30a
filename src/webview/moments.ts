/** Ends a subscription. */
export type Unsubscribe = () => void;

/** Moments of recordings: one that is chosen in an output is shown in all others of the same recording. */
export interface Moments {
  /** The moment that was chosen last; null where none was yet. */
  last(recording: string): number | null;
  /** @param from who chose it, so that a listener knows its own choice again. */
  set(recording: string, timeS: number, from: object): void;
  on(recording: string, listener: (timeS: number, from: object) => void): Unsubscribe;
}

type Listener = Parameters<Moments['on']>[1];

/** The moments of all recordings that a page shows. */
export function createMoments(): Moments {
  const last = new Map<string, number>();
  const listeners = new Map<string, Set<Listener>>();
  return {
    last: (recording) => last.get(recording) ?? null,
    set: (recording, timeS, from) => {
      if (last.get(recording) === timeS) return;
      last.set(recording, timeS);
      for (const listener of [...(listeners.get(recording) ?? [])]) listener(timeS, from);
    },
    on: (recording, listener) => {
      const own = listeners.get(recording) ?? new Set();
      listeners.set(recording, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0) listeners.delete(recording);
      };
    },
  };
}
