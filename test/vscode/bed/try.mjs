// Starts `try.ts`, which is written in TypeScript as the tests are.
import { loadBed } from './load.mjs';

await loadBed('try.ts');
