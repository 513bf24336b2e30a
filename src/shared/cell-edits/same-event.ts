import type { EventEdit } from '../event-edit';
import { editToleranceS } from '../gait-definitions';

/** A correction as somebody may have written it into a cell: anything of it may be missing. */
export type WrittenEdit = Partial<EventEdit>;

/** Times that differ by less name the same moment: cells hold them to a tenth of a millisecond. */
const sameS = 0.0005;
const isSame = (a: number | undefined, b: number | undefined): boolean =>
  a !== undefined && b !== undefined && Math.abs(a - b) < sameS;

/** Where a correction leaves its event; nowhere where it takes the event away. */
const endOf = ({ edit, time_s, to_s }: WrittenEdit): number | undefined =>
  edit === 'add' ? time_s : edit === 'move' ? to_s : undefined;

/** Which corrections of a list are about one event, one after the other, as places in the list. */
type Course = number[];

function coursesOf(list: readonly WrittenEdit[]): Course[] {
  const courses: Course[] = [];
  for (const [at, edit] of list.entries()) {
    const earlier =
      edit.edit === 'add'
        ? undefined
        : courses.find((course) => isSame(endOf(list[course.at(-1)!]!), edit.time_s));
    if (earlier) earlier.push(at);
    else courses.push([at]);
  }
  return courses;
}

/** What a correction does, whoever made it, when and why. */
const deed = ({ edit, walk, side, event, time_s, to_s }: WrittenEdit): string =>
  JSON.stringify([edit, walk, side, event, time_s, to_s]);

/**
 * Which corrections of a list a new one takes the place of, as places in the list; `null` where the list has it already.
 * None where it goes on from where the others left its event, or is about another event. One that begins where an
 * earlier one began was made by somebody who saw the event as it was found, so that it cannot come after that one.
 */
export function supersededBy(edit: WrittenEdit, list: readonly WrittenEdit[]): readonly number[] | null {
  const ofItsKind = list
    .map((other, at) => ({ other, at }))
    .filter(
      ({ other }) =>
        other.side === edit.side && other.event === edit.event && (other.walk ?? edit.walk) === edit.walk,
    );
  const others = ofItsKind.map(({ other }) => other);
  const courses = coursesOf(others);
  const endS = (course: Course): number | undefined => endOf(others[course.at(-1)!]!);
  const isOnTop = edit.edit !== 'add' && courses.some((course) => isSame(endS(course), edit.time_s));
  if (isOnTop) return [];
  for (const course of courses) {
    const from = course.findIndex((at) => {
      const other = others[at]!;
      if (edit.edit !== 'add') return other.edit !== 'add' && isSame(other.time_s, edit.time_s);
      return (
        other.edit === 'add' && Math.abs((endS(course) ?? Infinity) - (edit.time_s ?? NaN)) < editToleranceS
      );
    });
    if (from < 0) continue;
    const replaced = course.slice(from);
    const [only, ...more] = replaced;
    if (more.length === 0 && deed({ ...others[only!]!, walk: edit.walk }) === deed(edit)) return null;
    return replaced.map((at) => ofItsKind[at]!.at);
  }
  return [];
}
