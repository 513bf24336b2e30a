import { detectionAt, type CrossValidation } from '../../../shared/cross-validation';

/** What became of a walk: "held out in fold 2: contact accuracy 0.96, events F1 0.98 at 50 ms". */
export function heldOutSummary({ walks, target }: CrossValidation, id: string): string {
  const walk = walks.find((one) => one.walk === id);
  if (walk === undefined) return 'trained with; not held out';
  const { contact, phases } = walk.scores.network;
  const f1 = detectionAt(walk.scores.network, 'all', 'ms', 50)?.f1 ?? null;
  const figures = [
    ...(target === 'phases' ? [['phase accuracy', phases?.accuracy ?? null, ''] as const] : []),
    ['contact accuracy', contact.accuracy, ''] as const,
    ['events F1', f1, ' at 50 ms'] as const,
  ];
  const words = figures.map(
    ([name, value, at]) => `${name} ${value === null ? 'unknown' : value.toFixed(2)}${at}`,
  );
  return `held out in fold ${walk.fold}: ${words.join(', ')}`;
}
