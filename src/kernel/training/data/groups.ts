import type { Walk } from '../../../shared/results';
import type { SourceWalk } from './source-walk';

/** Where a walk comes from: the same file, or the same data under another name. */
const originsOf = ({ walk, recording }: SourceWalk): string[] => [
  `path\n${walk.path}`,
  `recording\n${recording}`,
];

/** What two walks must not share if they are to lie on different sides of a fold. */
function kinship(
  source: SourceWalk,
  groupBy: 'subject' | 'video',
  ofSomebodyUnsaid: ReadonlySet<string>,
): string[] {
  const { subject, crop = [] } = source.walk;
  const bySubject = groupBy === 'subject' && subject !== undefined ? [`subject\n${subject}`] : [];
  // Parts of one picture show several people only where of each it is said whom.
  const mayBeOthers = (origin: string) => groupBy === 'subject' && !ofSomebodyUnsaid.has(origin);
  return [
    ...bySubject,
    ...originsOf(source).map((origin) => (mayBeOthers(origin) ? [origin, ...crop].join('\n') : origin)),
  ];
}

const nameOf = ({ id, subject }: Walk, groupBy: 'subject' | 'video'): string =>
  groupBy === 'subject' && subject !== undefined ? subject : id;

/**
 * The group of each walk, which is never on both sides of a fold: its subject, or its video where that is not known or
 * asked for. Walks of the same recording are in one group under whatever names they come.
 */
export function groupsOf(walks: readonly SourceWalk[], groupBy: 'subject' | 'video'): string[] {
  const ofSomebodyUnsaid = new Set(
    walks.filter(({ walk }) => walk.subject === undefined).flatMap((source) => originsOf(source)),
  );
  const groups = walks.map((_, index) => index);
  const firstWith = new Map<string, number>();
  for (const [index, walk] of walks.entries()) {
    for (const key of kinship(walk, groupBy, ofSomebodyUnsaid)) {
      const kin = firstWith.get(key);
      if (kin === undefined) {
        firstWith.set(key, index);
        continue;
      }
      const [one, other] = [groups[kin]!, groups[index]!];
      const joined = Math.min(one, other);
      for (const [k, group] of groups.entries()) if (group === one || group === other) groups[k] = joined;
    }
  }
  return groups.map((first) => nameOf(walks[first]!.walk, groupBy));
}
