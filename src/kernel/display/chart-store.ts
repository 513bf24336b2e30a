import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { addressOf } from '../store/address';
import type { Store } from '../store/store';
import { renderSvg } from './svg';

/** Raised whenever the same spec is drawn otherwise. */
const version = 2;
const file = 'chart.svg';

/** Draws charts as SVG text, each spec once: a report that is written again loads no charting library. */
export function chartRenderer(store: Pick<Store, 'find' | 'write'>): (spec: TopLevelSpec) => Promise<string> {
  return async (spec) => {
    // By its text: a spec is made by one piece of code, whose keys stand in one order, and holds a great many numbers.
    const digest = createHash('sha256').update(JSON.stringify(spec)).digest('hex');
    const inputs = { spec: digest };
    const address = addressOf({ step: 'chart', version, inputs, parameters: {}, engines: {} });
    const folder =
      (await store.find(address)) ??
      (await store.write(address, async (temporary) => {
        await writeFile(path.join(temporary, file), await renderSvg(spec));
      }));
    return readFile(path.join(folder, file), 'utf8');
  };
}
