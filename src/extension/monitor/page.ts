import { randomBytes } from 'node:crypto';
import { Uri, type Webview, type WebviewOptions } from 'vscode';

/** Pages of the monitor run our one script, and load nothing else. */
export const pageOptions = (extensionUri: Uri): WebviewOptions => ({
  enableScripts: true,
  localResourceRoots: [Uri.joinPath(extensionUri, 'dist', 'webview')],
});

/** A page whose content comes by messages: no data is ever part of its markup. */
export function pageHtml(webview: Webview, extensionUri: Uri, title: string): string {
  const nonce = randomBytes(16).toString('hex');
  const script = webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', 'webview', 'monitor.js')).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'`;
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>${title}</title>`,
    '</head>',
    `<body><script nonce="${nonce}" src="${script}"></script></body>`,
    '</html>',
  ].join('\n');
}
