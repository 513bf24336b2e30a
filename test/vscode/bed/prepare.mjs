// Before the tests that run beside each other: what they share is there, and none of them finds it half made.
import { loadBed } from './load.mjs';

const { installBed, provideExtension } = await loadBed();
await installBed();
await provideExtension();
