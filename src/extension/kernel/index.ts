export { startKernel } from './start-kernel';
export type { KernelClient, KernelOptions, RunWatchers } from './kernel-client';
export { describeDeath, KernelGone, type KernelDeath } from './kernel-death';
