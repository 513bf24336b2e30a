import type { Walk } from '../../../shared/results';
import type { PhaseModel } from './phase-models';

/**
 * A warning where networks were trained with the walk that they are to read, or with its subject; null where they were not,
 * as far as their cards say.
 */
export function knownWalkWarning(
  models: readonly Pick<PhaseModel, 'card'>[],
  { id, subject }: Pick<Walk, 'id' | 'subject'>,
): string | null {
  const trainedWith = models.filter(({ card: { data } }) =>
    [...data.training_walks, ...data.validation_walks].includes(id),
  );
  const sawSubject = models.filter(
    ({ card: { data } }) => subject !== undefined && data.training_subjects.includes(subject),
  );
  const saw = new Set([...trainedWith, ...sawSubject]);
  if (saw.size === 0) return null;
  const whom = trainedWith.length > 0 ? `a walk called ${id}` : `other walks of subject ${subject}`;
  const unseen = models.filter((model) => !saw.has(model)).map(({ card }) => card.data.fold);
  return (
    `The network was trained with ${whom}: how well it reads this one says nothing of people it never saw.` +
    (unseen.length === 0
      ? ''
      : ` That of fold ${unseen.join(', ')} was trained without: choose it with fold: ${unseen[0]} (gait analyze --fold ${unseen[0]}).`)
  );
}
