import type { InlinePicture } from '../../shared/cell-output';
import type { PoseBundle } from '../../shared/display';
import { duration } from '../../shared/numbers';
import { button, checkbox, dropdown } from '../controls';
import { element } from '../element';
import type { Drawing, OutputHost } from '../host';
import { followSideColours } from '../skeleton/side-colours';
import { createDetectionStrip } from './detection-strip';
import { framesOf, nearestIndex } from './frames';
import { lentPicture } from './lent-picture';
import { advanced, apartS, paceOf, playerKeys, speeds, steppedS, toggled, type Playback } from './playback';
import { positionText, spokenPosition } from './position-text';
import { createStage } from './stage';

export interface PlayerOptions {
  readonly bundle: PoseBundle;
  readonly picture: InlinePicture | null;
  /** By which pictures are found that stand in another output of the page. */
  readonly pictureId?: string | undefined;
  readonly recording: string;
  readonly label: string;
  /** Beside charts of the same recording, which have a time axis of their own: smaller, and without the strip. */
  readonly isCompact: boolean;
}

const mostHeightPx = { whole: 380, compact: 260 };

/**
 * Plays a recording's small pictures with the skeleton on them. The moment is that of all outputs of the recording:
 * what is chosen here shows there, and the other way round. Nothing runs while it stands or is out of sight.
 */
export function createPlayer(options: PlayerOptions, host: OutputHost): Drawing {
  const { bundle, picture, pictureId, recording, label, isCompact } = options;
  const { filmstrip, confidence } = bundle;
  const frames = framesOf(bundle);
  const tiles = filmstrip?.tiles ?? [];
  const tileTimesS = tiles.map(({ timeS }) => timeS);
  const pace = paceOf(tiles);
  /** Tells this player's own choices from those of others. */
  const self = {};

  let playback: Playback = {
    timeS: host.moments.last(recording) ?? tiles.find(({ landmarks }) => landmarks)?.timeS ?? frames.startS,
    isPlaying: false,
    speed: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? speeds[0] : 1,
  };

  const stage =
    filmstrip === null || tiles.length === 0
      ? null
      : createStage(
          { filmstrip, picture, label, mostHeightPx: isCompact ? mostHeightPx.compact : mostHeightPx.whole },
          host,
        );
  const choose = (timeS: number): void => {
    change({ ...playback, timeS, isPlaying: false });
  };
  const strip = isCompact ? null : createDetectionStrip(confidence, frames, choose);
  const slider = element('input', {
    type: 'range',
    class: 'slider',
    min: 0,
    max: frames.count - 1,
    step: 1,
    'aria-label': 'Moment of the recording',
  });
  const position = element('div', { class: 'position' });
  const play = button('', () => {
    change(toggled(playback, frames));
  });
  const step = (way: 'previous' | 'next') => () => {
    choose(steppedS(way, playback.timeS, tiles, frames));
  };
  const thing = tiles.length > 0 ? 'picture' : 'frame';
  const speedChoice = dropdown(
    'Speed',
    speeds.map((speed) => ({ value: String(speed), label: `${speed} ×` })),
    String(playback.speed),
    (speed) => {
      playback = { ...playback, speed: Number(speed) };
    },
  );
  // Below it ends the output, and with it what can be seen of a list.
  speedChoice.setAttribute('position', 'above');
  const lent =
    stage === null || picture !== null || pictureId === undefined
      ? null
      : lentPicture(pictureId, stage, host);
  const controls = element(
    'div',
    { class: 'controls' },
    button('◂', step('previous'), { look: 'icon', description: `Previous ${thing}` }),
    play,
    button('▸', step('next'), { look: 'icon', description: `Next ${thing}` }),
    speedChoice,
    stage &&
      checkbox('Skeleton', true, (isShown) => {
        stage.setSkeleton(isShown);
      }),
    stage &&
      element(
        'span',
        { class: 'sides' },
        element('span', { class: 'side left' }, '● left'),
        element('span', { class: 'side right' }, '○ right'),
      ),
    position,
  );
  const player = element(
    'div',
    { class: isCompact ? 'player compact' : 'player', role: 'group', 'aria-label': label },
    stage?.element,
    element(
      'div',
      { class: 'panel' },
      strip?.element,
      slider,
      controls,
      pace > 1 &&
        element(
          'p',
          { class: 'quiet' },
          `Played as a time lapse: its ${tiles.length} pictures are ${duration(apartS(tiles))} apart.`,
        ),
      lent?.element,
    ),
  );

  /** Shows the moment, and nothing that is shown already. */
  const show = (): void => {
    const { timeS, isPlaying } = playback;
    const tile = nearestIndex(tileTimesS, timeS);
    stage?.show(tile);
    strip?.setMoment(timeS);
    slider.value = String(frames.at(timeS));
    slider.setAttribute('aria-valuetext', spokenPosition(timeS, frames));
    position.textContent = positionText(timeS, frames, confidence, tiles[tile]);
    play.textContent = isPlaying ? 'Pause' : 'Play';
    play.setAttribute('aria-label', isPlaying ? 'Pause' : 'Play');
  };

  let request = 0;
  let lastMs: number | null = null;
  const tick = (nowMs: number): void => {
    const elapsedS = lastMs === null ? 0 : (nowMs - lastMs) / 1000;
    lastMs = nowMs;
    change(advanced(playback, elapsedS, pace, frames));
    if (playback.isPlaying) request = requestAnimationFrame(tick);
  };
  /** The one place in which the player's state changes by itself or by hand. */
  const change = (next: Playback): void => {
    const isStarting = next.isPlaying && !playback.isPlaying;
    const isSameFrame = frames.at(next.timeS) === frames.at(playback.timeS);
    playback = next;
    // While it plays, only a new frame is news for the other outputs.
    if (!next.isPlaying || !isSameFrame || isStarting) {
      host.moments.set(recording, next.timeS, self);
      show();
    }
    if (!next.isPlaying) {
      cancelAnimationFrame(request);
      lastMs = null;
    } else if (isStarting) {
      request = requestAnimationFrame(tick);
    }
  };
  const pause = (): void => {
    if (playback.isPlaying) change({ ...playback, isPlaying: false });
  };

  slider.addEventListener('input', () => {
    choose(frames.timeOf(Number(slider.value)));
  });
  // On the slider alone: a button is pressed by the space bar, and a list is gone through by arrows.
  slider.addEventListener('keydown', (event) => {
    const key = playerKeys[event.key];
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === 'toggle') change(toggled(playback, frames));
    else choose(steppedS(key, playback.timeS, tiles, frames));
  });
  stage?.element.addEventListener('click', () => {
    // From here on the keys of the player work.
    slider.focus();
    change(toggled(playback, frames));
  });

  const stopFollowing = host.moments.on(recording, (timeS, from) => {
    if (from === self) return;
    pause();
    playback = { ...playback, timeS: Math.min(frames.endS, Math.max(frames.startS, timeS)) };
    show();
  });
  const stopColours = followSideColours(player, host.theme);
  const sight = new IntersectionObserver((entries) => {
    if (entries.every(({ isIntersecting }) => !isIntersecting)) pause();
  });
  sight.observe(player);
  document.addEventListener('visibilitychange', pause);
  show();
  return {
    element: player,
    dispose: () => {
      pause();
      stopFollowing();
      lent?.dispose();
      stopColours();
      sight.disconnect();
      document.removeEventListener('visibilitychange', pause);
      stage?.dispose();
    },
  };
}
