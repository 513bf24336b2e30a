import { outputTypes } from '../../shared/cell-output';
import type { UnblurredCell } from '../../shared/export-form';
import type { ExportedCell } from './exported-cells';
import type { DrawnPayload, ExportedOutput } from './exported-outputs';

/**
 * The cells whose pictures may show people who are not blurred. Those of a phantom are not blurred either, but
 * there the settings of the run say that people would have been.
 */
export function unblurredCells(cells: readonly ExportedCell[]): UnblurredCell[] {
  return cells.flatMap((cell) => {
    if (cell.kind !== 'code') return [];
    const blurs = cell.outputs.map(blursFaces).find((said) => said !== undefined);
    return blurs !== true && cell.outputs.some(mayShowPeople)
      ? [{ name: cell.name, isKnown: blurs === false }]
      : [];
  });
}

/** What the settings of a run say; undefined for other outputs, and where a run does not say. */
function blursFaces(output: ExportedOutput): boolean | undefined {
  if (output.kind !== 'result' || output.payload.kind !== 'run') return undefined;
  // A file of another version may have other settings.
  const said: unknown = output.payload.record.settings.settings.blur_faces;
  return typeof said === 'boolean' ? said : undefined;
}

const pictureTypes: readonly (string | null)[] = [outputTypes.study, outputTypes.pose, outputTypes.gait];

/** Whether an output has pictures that are not known to be blurred. */
function mayShowPeople(output: ExportedOutput): boolean {
  switch (output.kind) {
    case 'result':
      return hasSharpPicture(output.payload);
    case 'chart':
      return false;
    case 'plain':
      // What cannot be read of ours shows the picture that it was saved with.
      return output.forms.picture !== null && pictureTypes.includes(output.meant);
  }
}

function hasSharpPicture(payload: DrawnPayload): boolean {
  switch (payload.kind) {
    case 'study':
      return payload.rows.some(({ strip }) => strip !== null);
    case 'pose':
      return payload.bundle.filmstrip?.blurred === false;
    case 'gait':
      return (
        payload.pose !== null &&
        payload.pose.picture !== null &&
        payload.pose.bundle.filmstrip?.blurred === false
      );
    case 'training':
    case 'run':
    case 'benchmark':
      return false;
  }
}
