import type { TestProject } from 'vitest/node';
import { provideExtension } from './extension';
import { installBed } from './install';
import { offerSharedBed } from './shared-bed';

/** Before any test: the bed and the extension are there, or the run fails and says what is missing. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  await installBed();
  await provideExtension();
  const { url, stop } = await offerSharedBed();
  provide('sharedBed', url);
  return stop;
}
