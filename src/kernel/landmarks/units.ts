import { badInput } from '../../shared/errors';
import type { KeypointTrack } from '../../shared/results';

/** What a file of landmarks may count lengths in. */
export type FileUnit = 'px' | 'm' | 'cm' | 'mm';

/** Landmarks as their file has them, before names, unit and axes are put right. */
export interface FileTrack {
  /** Lengths in metres or pixels by what the file says of its unit; unchanged where it says nothing. */
  readonly track: KeypointTrack;
  /** Null where the file names no unit. */
  readonly statedUnit: FileUnit | null;
  /** Axes that point upwards in this kind of file; turning any other draws a warning. */
  readonly usualUp: readonly ('y' | 'z')[];
  readonly warnings: readonly string[];
}

const metresPerUnit = { m: 1, cm: 0.01, mm: 0.001 } as const;
const lengthUnits = ['m', 'cm', 'mm'] as const;

const spellings: Readonly<Record<string, FileUnit>> = {
  px: 'px',
  pixel: 'px',
  pixels: 'px',
  m: 'm',
  meter: 'm',
  meters: 'm',
  metre: 'm',
  metres: 'm',
  cm: 'cm',
  centimeters: 'cm',
  centimetres: 'cm',
  mm: 'mm',
  millimeters: 'mm',
  millimetres: 'mm',
};

/**
 * The unit that a file names, and how many metres it is; 1 for pixels, and where the file names none.
 * @param where what is wrong where the unit is not known, for the message: "The unit of …"
 * @throws GaitError `bad-input` for a unit that is not known
 */
export function fileUnit(text: string, where: string): { unit: FileUnit | null; scale: number } {
  const spelling = text.trim().toLowerCase();
  if (spelling === '') return { unit: null, scale: 1 };
  const unit = spellings[spelling];
  if (unit === undefined) {
    throw badInput(`${where} is "${spelling}", which is not known.`, 'Export in m, cm, mm or px.');
  }
  return { unit, scale: unit === 'px' ? 1 : metresPerUnit[unit] };
}

/** Height in metres of the hips over the heels that a file's unit may lead to. */
const possibleM = [0.15, 2] as const;
/** The same for recognising a unit: from a toddler to a very tall adult. No two units can both be right. */
const likelyM = [0.25, 1.3] as const;
const isWithin = (value: number, [least, most]: readonly [number, number]) => value >= least && value <= most;

/** A walker smaller than this is no picture of one. */
const leastHeightPx = 5;

const scaled = (track: KeypointTrack, factor: number): KeypointTrack =>
  factor === 1 ? track : { ...track, position: track.position.map((value) => value * factor) };

/**
 * Holds a file's unit against the size of the body in it: where the header is wrong or says nothing, the unit in which
 * the walker has legs of a human length is taken, with a warning.
 * @param hipHeight of the hips over the heels, in the track's unit
 * @param isFlat whether all points lie in one plane, as those of a picture do
 * @throws GaitError `bad-input` where no unit fits, or pixels would fit as well
 */
export function withRightUnit(
  { track, statedUnit }: Pick<FileTrack, 'track' | 'statedUnit'>,
  hipHeight: number,
  isFlat: boolean,
): { track: KeypointTrack; warnings: readonly string[] } {
  if (
    statedUnit === 'px' ? hipHeight >= leastHeightPx : statedUnit !== null && isWithin(hipHeight, possibleM)
  ) {
    return { track, warnings: [] };
  }
  const inFile =
    statedUnit === null || statedUnit === 'px' ? hipHeight : hipHeight / metresPerUnit[statedUnit];
  const unit = lengthUnits.find((candidate) => isWithin(inFile * metresPerUnit[candidate], likelyM));
  const height = Number(inFile.toPrecision(3));
  const says = statedUnit === null ? 'The file names no unit' : `By its header the file is in ${statedUnit}`;
  if (statedUnit === 'px' || unit === undefined || (isFlat && unit !== 'm')) {
    throw badInput(
      `${says}, and the hips are ${height} above the heels, which cannot be${
        unit === undefined ? '' : ' told apart from other units'
      }.`,
      'Correct the unit in the header of the file: m, cm, mm or px.',
    );
  }
  const factor = metresPerUnit[unit] / (statedUnit === null ? 1 : metresPerUnit[statedUnit]);
  return {
    track: scaled(track, factor),
    warnings: [`${says}, but the hips are ${height} above the heels: lengths were taken as ${unit}.`],
  };
}
