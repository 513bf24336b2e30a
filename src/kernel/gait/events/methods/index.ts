import type { EventMethodName } from '../../../../shared/step-keys';
import { footVelocityMethod } from './foot-velocity';
import type { EventMethod } from './method';
import { zeni } from './zeni';
import { zeniPlain } from './zeni-plain';

/** Every way to find events, by its name. */
export const eventMethods: Readonly<Record<EventMethodName, EventMethod>> = {
  zeni,
  'zeni-plain': zeniPlain,
  'foot-velocity': footVelocityMethod,
};
