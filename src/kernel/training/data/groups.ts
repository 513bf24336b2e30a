import type { Walk } from '../../../shared/results';
import type { SourceWalk } from './source-walk';

/** What two walks must not share if they are to lie on different sides of a fold. */
function kinship(
  { walk, recording }: SourceWalk,
  groupBy: 'subject' | 'video',
  mayShowSeveral: ReadonlySet<string>,
): string[] {
  const crop = mayShowSeveral.has(walk.path) ? (walk.crop ?? []) : [];
  const bySubject = groupBy === 'subject' && walk.subject !== undefined ? [`subject\n${walk.subject}`] : [];
  // The same recording is the same data, whatever its file is called.
  return [...bySubject, ['path', walk.path, ...crop].join('\n'), `recording\n${recording}`];
}

/** Videos of whose crops each is said whom it shows: these may be several people. Of others nobody knows. */
function videosOfSeveral(walks: readonly SourceWalk[]): Set<string> {
  const unsaid = new Set(walks.flatMap(({ walk }) => (walk.subject === undefined ? [walk.path] : [])));
  return new Set(walks.map(({ walk }) => walk.path).filter((path) => !unsaid.has(path)));
}

const nameOf = ({ id, subject }: Walk, groupBy: 'subject' | 'video'): string =>
  groupBy === 'subject' && subject !== undefined ? subject : id;

/**
 * The group of each walk, which is never on both sides of a fold: its subject, or its video where that is not known or
 * asked for. Walks of the same recording are in one group under whatever names they come.
 */
export function groupsOf(walks: readonly SourceWalk[], groupBy: 'subject' | 'video'): string[] {
  const mayShowSeveral = groupBy === 'subject' ? videosOfSeveral(walks) : new Set<string>();
  const groups = walks.map((_, index) => index);
  const firstWith = new Map<string, number>();
  for (const [index, walk] of walks.entries()) {
    for (const key of kinship(walk, groupBy, mayShowSeveral)) {
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
