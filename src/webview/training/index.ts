import type { TrainingOutput } from '../../shared/cell-output';
import { counted } from '../../shared/numbers';
import { learntText, networkText } from '../../shared/training-words';
import { element } from '../element';
import type { Drawing } from '../host';
import { confusionTable } from './confusion-table';
import { curvesPlot } from './curves-plot';
import { classTable, figureTable, foldTable } from './score-tables';

/** What a cross-validation came to: the network beside the baselines, its curves, what it takes for what, each fold. */
export function drawTraining({ name, bundle }: TrainingOutput): Drawing {
  const { figures, classes, curves, confusion, folds, foldsInAll, notes } = bundle;
  const plot = curvesPlot(curves);
  const more = foldsInAll - folds.length;
  return {
    element: element(
      'section',
      { class: 'training', 'aria-label': `Training of ${name}` },
      element('p', {}, element('code', {}, name), ` ${learntText(bundle)}`),
      element('p', { class: 'quiet' }, networkText(bundle)),
      figureTable(figures),
      notes.length > 0 && element('ul', {}, ...notes.map((note) => element('li', {}, note))),
      element('h3', {}, 'Loss and score by epoch'),
      plot.element,
      ...confusion.map(confusionTable),
      classTable(classes),
      foldTable(bundle),
      more > 0 &&
        element(
          'p',
          { class: 'quiet' },
          `… and ${counted(more, 'more fold')}; the written files have them all.`,
        ),
    ),
    dispose: () => {
      plot.dispose();
    },
  };
}
