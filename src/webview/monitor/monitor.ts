import type { MonitorNotice, MonitorRequest } from '../../shared/monitor-messages';
import { element } from '../element';
import type { Drawing } from '../host';
import { styleText } from '../style';
import { monitorStyle, pageStyle } from './monitor-style';
import { runPage } from './run-page';
import { runningList } from './running-list';

/** What VS Code gives a page of a view or an editor, once. */
declare function acquireVsCodeApi(): { postMessage(message: MonitorRequest): void };

const place = element('main');
/** In a shadow root, like outputs, whose style this is. */
const root = place.attachShadow({ mode: 'open' });
root.adoptedStyleSheets = [sheetOf(styleText + monitorStyle)];
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheetOf(pageStyle)];
document.body.append(place);

const running = runningList();
let page: Drawing | null = null;

window.addEventListener('message', ({ data }: MessageEvent<MonitorNotice>) => {
  // Sound: only the extension that made this page can send here.
  switch (data.type) {
    case 'running':
      running.show(data);
      stand(running.element);
      return;
    case 'page':
      page?.dispose();
      page = runPage(data);
      stand(page.element);
      return;
  }
});
acquireVsCodeApi().postMessage({ type: 'ready' });

function stand(shown: HTMLElement): void {
  if (shown.isConnected) return;
  root.replaceChildren(element('div', { class: 'output' }, shown));
}

function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
