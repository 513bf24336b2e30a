import { sides, type JointName } from '../../../shared/results';

/** A quantity of one leg that is a feature, and whether its speed is one too. */
export type LegColumn = { readonly hasVelocity: boolean } & (
  | {
      readonly kind: 'point';
      readonly point: 'Knee' | 'Ankle' | 'Heel' | 'BigToe';
      readonly way: 'ahead' | 'up';
      /** Before the filter, which blurs a landing. */
      readonly unfiltered: boolean;
    }
  | { readonly kind: 'angle'; readonly joint: JointName }
);

const partNames = { Knee: 'knee', Ankle: 'ankle', Heel: 'heel', BigToe: 'toe' } as const;

const place = (
  point: keyof typeof partNames,
  { unfiltered = false, hasVelocity = false } = {},
): LegColumn[] =>
  (['ahead', 'up'] as const).map((way) => ({ kind: 'point', point, way, unfiltered, hasVelocity }));
const angle = (joint: JointName, hasVelocity: boolean): LegColumn => ({ kind: 'angle', joint, hasVelocity });

/** What is seen of each leg, in the order of the features. */
export const legColumns: readonly LegColumn[] = [
  ...place('Knee'),
  ...place('Ankle', { hasVelocity: true }),
  ...place('Heel', { hasVelocity: true }),
  ...place('BigToe', { hasVelocity: true }),
  ...place('Heel', { unfiltered: true }),
  ...place('BigToe', { unfiltered: true }),
  angle('hip', true),
  angle('knee', true),
  angle('ankle', true),
  angle('foot', false),
];

function nameOf(side: string, column: LegColumn, speed: boolean): string {
  const unit = `${column.kind === 'angle' ? 'deg' : 'leg lengths'}${speed ? '/s' : ''}`;
  const quantity =
    column.kind === 'angle'
      ? `${column.joint} angle`
      : `${partNames[column.point]} ${column.way}${column.unfiltered ? ' unfiltered' : ''}`;
  return `${side} ${quantity}${speed ? ' velocity' : ''} (${unit})`;
}

/** Features of every frame, the left leg's and then the right leg's: the same list whatever a source shows. */
export const featureNames: readonly string[] = sides.flatMap((side) =>
  legColumns.flatMap((column) => [
    nameOf(side, column, false),
    ...(column.hasVelocity ? [nameOf(side, column, true)] : []),
  ]),
);

/** The other leg's feature of the same kind: forward and up are the same in a mirror. */
export const featureMirror: readonly { readonly from: number; readonly sign: 1 | -1 }[] = featureNames.map(
  (_, feature) => ({ from: (feature + featureNames.length / 2) % featureNames.length, sign: 1 }),
);

/** Whether a feature changes with the speed at which a walk is played. */
export const isVelocity = (name: string): boolean => name.endsWith('/s)');

/** The part of the body that a feature is of, such as `left heel`. */
export const partOf = (name: string): string => name.split(' ', 2).join(' ');
