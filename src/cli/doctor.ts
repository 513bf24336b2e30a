import path from 'node:path';
import { readConfigFile } from '../kernel/config-file';
import { availableMemoryMb, describeMachine, writtenMachine } from '../kernel/performance/machine';
import { resolveSettings, type NamedLayer } from '../shared/resolve-settings';
import { suitedLayer, suitedSettings } from '../shared/suited-settings';
import { checkInstallation, type Check } from './doctor-checks';
import type { DoctorOptions } from './doctor-options';
import { sessionOptionsOf } from './settings-options';
import type { CommandContext } from './terminal';

/** `gait doctor`: exit code 0 where analysis can run, 1 where something that it needs is broken. */
export async function doctor(options: DoctorOptions, context: CommandContext): Promise<number> {
  const { terminal, json, workingFolder } = context;
  const { configFile, settings, settingsSource, storeFolder } = sessionOptionsOf(options);
  const config =
    configFile === undefined ? null : await readConfigFile(path.resolve(workingFolder, configFile));
  const layers: NamedLayer[] = [
    ...(config ? [{ source: path.basename(configFile!), values: config.settings }] : []),
    { source: settingsSource ?? '--set', values: settings ?? {} },
  ];
  const { settings: effective } = resolveSettings(layers, config?.profiles);

  const machine = describeMachine();
  const availableMb = Math.round(availableMemoryMb());
  const checks = await checkInstallation({
    machine,
    availableMb,
    settings: effective,
    workingFolder,
    storeFolder: path.resolve(workingFolder, storeFolder ?? '.gait'),
  });
  const suited = suitedSettings({ memoryMb: machine.memoryMb, availableMb, cores: machine.cores });
  const canAnalyse = checks.every(({ state }) => state !== 'broken');
  if (json) {
    const document = {
      can_analyse: canAnalyse,
      machine: { ...writtenMachine(machine), available_memory_mb: availableMb },
      checks,
      suited_settings: suitedLayer(suited),
      suited_because: suited,
    };
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    terminal.out(checks.map(checkText).join(''));
    terminal.out('\nSettings that suit this machine:\n');
    for (const { key, value, because } of suited) terminal.out(`  ${key}: ${value}  (${because})\n`);
    const [profile, limit] = suited;
    terminal.out(`  For one run: --performance-mode ${profile!.value} --max-memory ${limit!.value}\n`);
    terminal.out(canAnalyse ? '\nAnalysis can run.\n' : '\nAnalysis cannot run yet: see above.\n');
  }
  return canAnalyse ? 0 : 1;
}

const marks: Readonly<Record<Check['state'], string>> = {
  ok: 'ok     ',
  missing: 'missing',
  broken: 'BROKEN ',
};
const checkText = ({ name, state, says, hint }: Check): string =>
  `${marks[state]}  ${name}: ${says}\n${hint === undefined ? '' : `         ${hint}\n`}`;
