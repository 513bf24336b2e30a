const lookAgainMs = { first: 50, most: 500 };
/** Long: where a machine is busy with other tests, VS Code takes its time for a menu. */
export const defaultTimeoutMs = 60_000;

/**
 * Waits until what is looked for is there (neither false nor null nor undefined), and gives it back; an error says what
 * was waited for where it does not come.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  timeoutMs = defaultTimeoutMs,
): Promise<Exclude<T, false | null | undefined>> {
  const startMs = performance.now();
  for (;;) {
    const seen = await look();
    // Excluded by the condition itself, which the compiler does not follow for a type parameter.
    if (seen !== false && seen !== null && seen !== undefined)
      return seen as Exclude<T, false | null | undefined>;
    const waitedMs = performance.now() - startMs;
    if (waitedMs > timeoutMs) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
    // Each look has the page laid out and painted anew: what takes long is looked at less often.
    const againMs = Math.min(lookAgainMs.most, Math.max(lookAgainMs.first, waitedMs / 20));
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}
