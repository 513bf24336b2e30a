import type { UnblurredCell } from './export-form';

/** Why a document with these pictures has to be asked for: "Pictures of cell 1 were stored with blur_faces off …". */
export function unblurredWords(cells: readonly UnblurredCell[]): string {
  const named = (chosen: readonly UnblurredCell[]): string => chosen.map(({ name }) => name).join(', ');
  const [stored, unknown] = [cells.filter(({ isKnown }) => isKnown), cells.filter(({ isKnown }) => !isKnown)];
  return [
    ...(stored.length > 0
      ? [`Pictures of ${named(stored)} were stored with blur_faces off and may show people.`]
      : []),
    ...(unknown.length > 0
      ? [
          `Whether people are blurred in the pictures of ${named(unknown)} is not known: another version of ` +
            'Gait Notebook made them, or the file does not say with what settings they were made.',
        ]
      : []),
  ].join(' ');
}
