import { sides, type JointAngles } from '../../shared/results';

/** Columns of OpenSim's coordinates, and how our angles become them. */
const coordinates = [
  // OpenSim's tilt turns backwards; pelvis and trunk are one segment here, so that hip_flexion is against both.
  { name: 'pelvis_tilt', of: ({ left }: JointAngles) => left.trunk, sign: -1 },
  ...sides.flatMap((side) => {
    const letter = side === 'left' ? 'l' : 'r';
    return [
      { name: `hip_flexion_${letter}`, of: (angles: JointAngles) => angles[side].hip, sign: 1 },
      { name: `knee_angle_${letter}`, of: (angles: JointAngles) => angles[side].knee, sign: 1 },
      { name: `ankle_angle_${letter}`, of: (angles: JointAngles) => angles[side].ankle, sign: 1 },
    ];
  }),
];

/** Rows that make one piece of a file: enough that writing it costs more than asking for it. */
const rowsPerPiece = 512;

/**
 * Joint angles as an OpenSim motion in pieces: degrees under the names of its coordinates, knee flexion positive as in
 * the models of Rajagopal 2016 and of Pose2Sim (Gait2392 counts it negative). Angles that are nowhere known have no
 * column, and frames without any have no row; what else is not known is `nan`. The header states the conventions.
 */
export function* formatMot(angles: JointAngles): Generator<string> {
  const columns = coordinates
    .map(({ name, of, sign }) => ({ name, values: of(angles), sign }))
    .filter(({ values }) => values.some((value) => !Number.isNaN(value)));
  const rows = Array.from(angles.timeS.keys()).filter((frame) =>
    columns.some(({ values }) => !Number.isNaN(values[frame]!)),
  );
  yield [
    'Coordinates',
    'version=1',
    `nRows=${rows.length}`,
    `nColumns=${columns.length + 1}`,
    'inDegrees=yes',
    '',
    'Units are S.I. units (second, meters, Newtons, ...)',
    "If the header above contains a line with 'inDegrees', this indicates whether rotational values are in degrees (yes) or radians (no).",
    ...angles.conventions,
    'OpenSim: knee flexion is positive as in Rajagopal 2016 (Gait2392 counts it negative); pelvis_tilt is the trunk’s lean, negative forward, for a pelvis frame is not seen.',
    '',
    'endheader',
    `${['time', ...columns.map(({ name }) => name)].join('\t')}\n`,
  ].join('\n');
  for (let from = 0; from < rows.length; from += rowsPerPiece) {
    yield rows
      .slice(from, from + rowsPerPiece)
      .map((frame) => {
        const cells = columns.map(({ values, sign }) => {
          const value = values[frame]!;
          return Number.isNaN(value) ? 'nan' : (sign * value).toFixed(4);
        });
        return `${[angles.timeS[frame]!.toFixed(6), ...cells].join('\t')}\n`;
      })
      .join('');
  }
}
