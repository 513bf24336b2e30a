const lookEveryMs = 50;
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
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    // Excluded by the condition itself, which the compiler does not follow for a type parameter.
    if (seen !== false && seen !== null && seen !== undefined)
      return seen as Exclude<T, false | null | undefined>;
    if (performance.now() > endMs) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
