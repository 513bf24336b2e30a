import type { Side, Walk } from './results';

/** What a side, or `affected` and `unaffected` themselves, is to a walker; blank where that is not known. */
export function limbOf(side: string, affectedSide: Walk['affectedSide']): 'affected' | 'unaffected' | '' {
  if (side === 'affected' || side === 'unaffected') return side;
  if (affectedSide === undefined || !isSide(side)) return '';
  return affectedSide === 'both' || affectedSide === side ? 'affected' : 'unaffected';
}

const isSide = (side: string): side is Side => side === 'left' || side === 'right';
