import type { InlinePicture } from '../shared/cell-output';
import type { Unsubscribe } from './moments';

/** Pictures that stand in one output of a page and are shown in others too. */
export interface Pictures {
  /** Lends a picture to whoever shows it, as long as its output stands. */
  lend(id: string, picture: InlinePicture): Unsubscribe;
  /** Calls back at once where the picture is there, and else when its output is drawn. */
  on(id: string, listener: (picture: InlinePicture) => void): Unsubscribe;
}

/** The pictures of all outputs of a page. */
export function createPictures(): Pictures {
  const lent = new Map<string, InlinePicture>();
  const listeners = new Map<string, Set<Parameters<Pictures['on']>[1]>>();
  return {
    lend: (id, picture) => {
      lent.set(id, picture);
      for (const listener of [...(listeners.get(id) ?? [])]) listener(picture);
      return () => {
        if (lent.get(id) === picture) lent.delete(id);
      };
    },
    on: (id, listener) => {
      const own = listeners.get(id) ?? new Set();
      listeners.set(id, own.add(listener));
      const picture = lent.get(id);
      if (picture !== undefined) listener(picture);
      return () => {
        own.delete(listener);
        if (own.size === 0) listeners.delete(id);
      };
    },
  };
}
