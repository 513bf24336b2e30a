/** The steps that a session was asked for and that have not begun, in their order. */
export class WaitingSteps {
  private readonly steps = new Set<{ readonly step: string }>();
  private listener: ((steps: readonly string[]) => void) | null = null;

  /**
   * Adds a step, whatever it was asked as: whether it is one is checked when its turn has come.
   * @returns what takes it away again.
   */
  add(input: unknown): () => void {
    const waiting = { step: stepOf(input) };
    this.steps.add(waiting);
    this.tell();
    return () => {
      if (this.steps.delete(waiting)) this.tell();
    };
  }

  /**
   * Tells, now and with each change, which steps wait.
   * @returns what ends that.
   */
  watch(listener: (steps: readonly string[]) => void): () => void {
    this.listener = listener;
    if (this.steps.size > 0) this.tell();
    return () => {
      if (this.listener === listener) this.listener = null;
    };
  }

  private tell(): void {
    this.listener?.([...this.steps].map(({ step }) => step));
  }
}

const stepOf = (input: unknown): string =>
  typeof input === 'object' && input !== null && 'step' in input && typeof input.step === 'string'
    ? input.step
    : 'a step';
