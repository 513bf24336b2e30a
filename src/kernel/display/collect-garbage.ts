import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Frees what is no longer used, now. Drawing leaves much behind, and left to itself the engine lets it pile up to some
 * 200 MB before it looks, which a tight memory limit cannot spare. Takes about 25 ms.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    // Sound: in a context made after that flag was set, `gc` is V8's own function.
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
