import type { View } from 'vega';

/** Where the curves of a chart stand within it, without axes and titles. */
export interface PlotArea {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The part of Vega's scene that is read here. */
interface SceneItem {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly items?: readonly SceneMark[];
}
interface SceneMark {
  readonly marktype?: string;
  readonly role?: string;
  readonly items?: readonly SceneItem[];
}

/** What all panels of a chart take together, one below the other; null where there is none. */
export function plotAreaOf(view: Pick<View, 'scenegraph' | 'origin' | 'padding'>): PlotArea | null {
  // Sound: what is read is checked as it is read.
  const root = view.scenegraph() as unknown as { readonly root?: SceneMark };
  const panels: PlotArea[] = [];
  const visit = (mark: SceneMark, left: number, top: number): void => {
    for (const item of mark.items ?? []) {
      const [x, y] = [left + (item.x ?? 0), top + (item.y ?? 0)];
      const inner = (item.items ?? []).filter(
        ({ marktype, role }) => marktype === 'group' && role === 'scope',
      );
      const { width = 0, height = 0 } = item;
      if (inner.length === 0 && width > 0 && height > 0) {
        panels.push({ leftPx: x, topPx: y, widthPx: width, heightPx: height });
      }
      for (const group of inner) visit(group, x, y);
    }
  };
  const [originX, originY] = view.origin();
  const padding = view.padding();
  const [left, top] =
    typeof padding === 'number' ? [padding, padding] : [padding.left ?? 0, padding.top ?? 0];
  if (root.root) visit(root.root, left + originX, top + originY);
  const [first] = panels;
  if (first === undefined) return null;
  const bottomPx = Math.max(...panels.map(({ topPx, heightPx }) => topPx + heightPx));
  const topPx = Math.min(...panels.map((panel) => panel.topPx));
  return { ...first, topPx, heightPx: bottomPx - topPx };
}
