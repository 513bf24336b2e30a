// What the benchmark takes from the bed of the tests in VS Code: a window, a browser that uses it, and its processes.
export { startBed } from '../../test/vscode/bed/bed';
export { namedExtension, provideExtension } from '../../test/vscode/bed/extension';
export { installBed } from '../../test/vscode/bed/install';
export { notebookText } from '../../test/vscode/bed/notebook-text';
