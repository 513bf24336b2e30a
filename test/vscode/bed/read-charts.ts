/** Curves of one joint, read back from what stands in a page, in the units of the axes. */
export interface ReadCurves {
  readonly left: readonly ReadPoint[];
  readonly right: readonly ReadPoint[];
  /** What a pixel of the height stands for. */
  readonly valuePerPx: number;
}
interface ReadPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * What reads the mean cycle of a joint in the drawing that a page has on paper: the labels of the axes tell what places
 * mean, as they do to a reader. As a text, for it runs in the page, whose types are not those of Node.
 * @param title the title of the joint's own axis.
 */
export const meanCycleOf = (title: string): string => `(() => {
  const svg = document.querySelector('[aria-label^="Mean joint angles"] svg');
  const texts = (within) => [...within.querySelectorAll('text')];
  const own = texts(svg).find((text) => text.textContent === ${JSON.stringify(title)});
  const panel = own.parentElement.parentElement;
  const below = texts(panel).find((text) => text.textContent === 'Gait cycle (%)').parentElement;
  const place = (text) => /translate\\(([-\\d.]+),([-\\d.]+)\\)/.exec(text.getAttribute('transform')).slice(1).map(Number);
  const number = (text) => Number(text.textContent.replace('\\u2212', '-'));
  const scaleOf = (axis, along, offset) => {
    const labels = texts(axis).filter((text) => Number.isFinite(number(text)));
    const [first, last] = [labels[0], labels.at(-1)];
    const perPx = (number(last) - number(first)) / (place(last)[along] - place(first)[along]);
    return { perPx, value: (px) => number(first) + (px + offset - place(first)[along]) * perPx };
  };
  // A label's letters stand so far below the tick that they are of.
  const y = scaleOf(own.parentElement, 1, 4);
  const x = scaleOf(below, 0, 0);
  const read = (path) => {
    let [px, py] = [0, 0];
    return [...path.getAttribute('d').matchAll(/(-?[\\d.]+),(-?[\\d.]+)/g)].map(([, dx, dy]) => {
      [px, py] = [px + Number(dx), py + Number(dy)];
      return { x: x.value(px), y: y.value(py) };
    });
  };
  const [left, right] = ['1,0', '6,3'].map((dashes) =>
    read(panel.querySelector('path[stroke-width="2"][stroke-dasharray="' + dashes + '"]')));
  return { left, right, valuePerPx: Math.abs(y.perPx) };
})()`;

/** What reads the line of memory in the picture of the pose's run, as it stands on paper. */
export const memoryPoints = `(() => {
  const picture = document.querySelector('[aria-label^="Memory over time and time by stage of extract-pose"] polyline');
  return picture.getAttribute('points').split(' ').map((point) => point.split(',').map(Number));
})()`;
