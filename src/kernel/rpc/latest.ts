/** Hands on the newest of many values, one in a while. */
export interface Latest<T> {
  offer(value: T): void;
  /** Hands on at once what still waits: nothing comes after it. */
  flush(): void;
}

/** The first value goes on at once, later ones at least `gapMs` apart; of those that come between, only the newest. */
export function latestOnly<T>(gapMs: number, handOn: (value: T) => void): Latest<T> {
  let waiting: { readonly value: T } | null = null;
  let gap: NodeJS.Timeout | null = null;
  const go = (): void => {
    if (waiting === null) {
      gap = null;
      return;
    }
    const { value } = waiting;
    waiting = null;
    gap = setTimeout(go, gapMs);
    handOn(value);
  };
  return {
    offer(value) {
      waiting = { value };
      if (gap === null) go();
    },
    flush() {
      if (gap !== null) clearTimeout(gap);
      gap = null;
      if (waiting !== null) handOn(waiting.value);
      waiting = null;
    },
  };
}
