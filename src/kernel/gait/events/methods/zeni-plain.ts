import { contactAt, stepTurns, type EventMethod } from './method';

/**
 * Initial contact where the heel is foremost against the pelvis, final contact where the toe is rearmost
 * (Zeni, Richards and Higginson 2008), as published but for the parabola that places both between frames.
 * The heel is foremost before it lands, so its strikes come early.
 */
export const zeniPlain: EventMethod = {
  name: 'zeni-plain',
  source: 'Zeni, Richards and Higginson 2008, with instants between frames by a parabola',
  contactsOf(foot, search) {
    const { foremost, rearmost } = stepTurns(foot, search);
    return {
      strikes: foremost.map((turn) => contactAt(turn, search)),
      offs: rearmost.map((turn) => contactAt(turn, search)),
    };
  },
};
