import type { SessionSetup } from '../../shared/protocol';
import type { KernelClient } from '../kernel/kernel-client';
import type { KernelDeath } from '../kernel/kernel-death';

interface Started {
  readonly setup: SessionSetup;
  readonly client: Promise<KernelClient>;
}

/** The one kernel of a notebook: started when it is first needed, and again after it has ended. */
export class NotebookKernel {
  private started: Started | null = null;

  /**
   * @param start starts a kernel.
   * @param onDeath told of each end that nobody asked for.
   */
  constructor(
    private readonly start: (setup: SessionSetup) => Promise<KernelClient>,
    private readonly onDeath: (death: KernelDeath) => void,
  ) {}

  get lives(): boolean {
    return this.started !== null;
  }

  /** The kernel that lives, or a new one; also a new one where its store or folder is another by now. */
  async client(setup: SessionSetup): Promise<KernelClient> {
    if (this.started && !isSame(this.started.setup, setup)) await this.stop();
    this.started ??= this.begin(setup);
    return this.started.client;
  }

  async stop(): Promise<void> {
    const { started } = this;
    this.started = null;
    // One that never started has nothing to stop, and its caller was told why.
    const client = await started?.client.catch(() => null);
    await client?.stop();
  }

  private begin(setup: SessionSetup): Started {
    const started: Started = { setup, client: this.start(setup) };
    const forget = (): void => {
      if (this.started === started) this.started = null;
    };
    started.client.then((client) => {
      client.onExit((death) => {
        forget();
        if (death.reason === 'unexpected') this.onDeath(death);
      });
    }, forget);
    return started;
  }
}

const isSame = (a: SessionSetup, b: SessionSetup): boolean =>
  a.name === b.name && a.workingFolder === b.workingFolder && a.storeFolder === b.storeFolder;
