import { provideExtension } from './extension';
import { installBed } from './install';

/** Before any test: the bed and the extension are there, or the run fails and says what is missing. */
export async function setup(): Promise<void> {
  await installBed();
  await provideExtension();
}
