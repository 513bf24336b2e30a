import type { Side, Walk } from '../../../shared/results';

/** The two sides by which of them is affected, where it is one of them. */
export function byAffected<Value>(
  { left, right }: Readonly<Record<Side, Value>>,
  affected: Walk['affectedSide'],
): { readonly affected?: Value; readonly unaffected?: Value } {
  if (affected === 'left') return { affected: left, unaffected: right };
  return affected === 'right' ? { affected: right, unaffected: left } : {};
}
